import type { Answer } from '../answers/Answer.ts'
import { givenFields } from '../answers/givenFields.ts'
import { arrivedBody } from '../bodies/arrivedBody.ts'
import type { Call } from '../server/Call.ts'
import type { Route, RouteContext } from './Route.ts'

/**
 * A route of your own: a fetch handler that receives the parameters of the path and the mock's
 * time.
 */
export type FetchRoute = (
  request: Request,
  context: Pick<RouteContext, 'params' | 'now'>,
) => Response | Promise<Response>

/** Makes a route of a fetch handler. */
export function fetchRoute(handler: FetchRoute): Route {
  return async (call, context) => toAnswer(await handler(await toRequest(call), context))
}

async function toRequest(call: Call): Promise<Request> {
  const hasBody = call.method !== 'GET' && call.method !== 'HEAD'
  return new Request(`${originOf(call)}${call.path}${call.search}`, {
    method: call.method,
    headers: call.headers(),
    body: hasBody ? await call.bytes() : null,
    ...(call.signal && { signal: call.signal }),
  })
}

/**
 * Returns the origin that the caller addressed. A Host that is more than a host, such as `a@b`, is
 * ignored.
 */
function originOf(call: Call): string {
  const named = `http://${call.header('host')}`
  if (!URL.canParse(named)) return nowhere
  const { href, origin } = new URL(named)
  return href === `${origin}/` ? origin : nowhere
}

const nowhere = 'http://api.bando.cool'

async function toAnswer(response: Response): Promise<Answer> {
  // A response of a real fetch has a URL, and its body is already decoded.
  const decoded = response.url !== ''
  const fields = [...response.headers].filter(
    ([name]) => name !== 'set-cookie' && !(decoded && name === 'content-encoding'),
  )
  return {
    status: response.status,
    headers: givenFields(fields),
    cookies: response.headers.getSetCookie(),
    body: response.body && (await arrivedBody(response.body)),
  }
}
