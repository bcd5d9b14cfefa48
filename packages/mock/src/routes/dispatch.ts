import type { Answer } from '../answers/Answer.ts'
import { allowOf } from '../answers/cors.ts'
import { problemAnswer } from '../answers/problemAnswer.ts'
import type { ErrorStyle, MockSettings } from '../options/MockSettings.ts'
import type { Call } from '../server/Call.ts'
import { answerOnce, idempotencyKeyOf, type Idempotency } from './idempotency/answerOnce.ts'
import { nearestRoute } from './nearestRoute.ts'
import type { RouteContext } from './Route.ts'
import type { Router } from './Router.ts'

/** Serves a request that the gate let through: by its route, or with 404, 405 or a redirect. */
export function dispatch(
  router: Router,
  call: Call,
  { settings, now, idempotency }: { settings: MockSettings; now: number; idempotency?: Idempotency },
): Answer | Promise<Answer> {
  const { errors } = settings
  const found = router.find(call.method, call.path)
  if (!found) return withoutRoute(router, call, errors)
  const { route, params } = found
  const problem: RouteContext['problem'] = (name, extras) => problemAnswer(name, errors, extras)
  const answer = (): Answer | Promise<Answer> => route(call, { params, now, settings, problem })
  if (idempotency === undefined) return answer()
  const key = idempotencyKeyOf(call)
  return key === undefined ? answer() : answerOnce(call, key, { ...idempotency, now, problem }, answer)
}

function withoutRoute(router: Router, call: Call, errors: ErrorStyle): Answer {
  const methods = router.methodsAt(call.path)
  if (methods.size === 0) return withSlash(router, call) ?? nothingHere(router, call, errors)
  const headers = { Allow: allowOf(methods) }
  if (call.method === 'OPTIONS') return { status: 204, headers, body: null }
  return problemAnswer('method-not-allowed', errors, { headers })
}

/**
 * Redirects a GET to the same path with a final slash, if only that is missing. Other methods are
 * not redirected.
 */
function withSlash(router: Router, call: Call): Answer | undefined {
  if (call.method !== 'GET' && call.method !== 'HEAD') return undefined
  if (call.path.endsWith('/') || router.methodsAt(`${call.path}/`).size === 0) return undefined
  return { status: 301, headers: { Location: `${call.path}/${call.search}` }, body: null }
}

function nothingHere(router: Router, call: Call, errors: ErrorStyle): Answer {
  const route = nearestRoute(call, router.endpoints)
  if (route === undefined) return problemAnswer('not-found', errors)
  const detail = `There is nothing at this path; the nearest is ${route}. Write to api@bando.cool if there should be.`
  return problemAnswer('not-found', errors, { detail })
}
