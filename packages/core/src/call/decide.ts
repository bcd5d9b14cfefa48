import { BandoRedirectError } from '../errors/BandoRedirectError.ts'
import { redirected } from '../request/redirects.ts'
import { retryDelayMs } from './retryDelay.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import { isReplayable } from '../request/WireRequest.ts'
import type { Waiter } from '../queue/QueuedCall.ts'
import type { Outcome } from './Attempt.ts'
import { authenticationError, limitedOnceError, unheardError } from './callErrors.ts'
import type { Journey, Passenger } from './CallState.ts'
import { outlasts } from './deadlines.ts'
import type { Session } from './Session.ts'
import { showUrl } from '../redact/showUrl.ts'
import { turnAway } from './turnAway.ts'

export type Step =
  | { readonly kind: 'deliver'; readonly response: Response }
  | { readonly kind: 'fail'; readonly error: unknown }
  /** Back into the line: it was not processed. */
  | { readonly kind: 'again' }
  /** Back into the line after a pause, of which the API asked for `askedMs`. */
  | { readonly kind: 'retry'; readonly delayMs: number; readonly askedMs: number; readonly reason: string }
  | { readonly kind: 'redirect'; readonly request: WireRequest }

/** As in the Fetch standard. */
const maxRedirects = 20

/** What to do after an attempt (P3). `waiter` is left out where the request went to another origin. */
export async function nextStep(
  session: Session,
  journey: Journey,
  waiter: Waiter | undefined,
  outcome: Outcome,
): Promise<Step> {
  const retry = retryStep(session, journey, outcome)
  if (retry) return retry
  if (outcome.kind === 'unheard') return fail(unheardError(journey, outcome))
  const redirect = redirectStep(journey, outcome.response)
  if (redirect) return redirect
  if (waiter === undefined) return { kind: 'deliver', response: outcome.response }

  const canGoAgain = isReplayable(journey.request)
  switch (outcome.answer.kind) {
    case 'limited':
      journey.askedBy = outcome.answer.status
      if (canGoAgain) return { kind: 'again' }
      return fail(limitedOnceError(journey))
    case 'rejected': {
      const { credential } = waiter
      if (credential && canGoAgain && (await hasAnotherToken(session, journey, credential)))
        return { kind: 'again' }
      return fail(authenticationError(session, journey, waiter, outcome))
    }
    case 'locked':
      if (canGoAgain && (journey.terms.whenLocked === 'wait' || goesAnonymous(journey)))
        return { kind: 'again' }
      return fail(authenticationError(session, journey, waiter, outcome))
    default:
      return { kind: 'deliver', response: outcome.response }
  }
}

/** Whether a rejected call may try another token: one that is there already, or one that the source gives when asked, once. */
export async function hasAnotherToken(
  { credentials, aborts }: Session,
  journey: Journey,
  rejected: string,
): Promise<boolean> {
  if (credentials.current && credentials.current.fingerprint !== rejected) return true
  if (journey.hasRenewed) return false
  journey.hasRenewed = true
  return aborts.race(credentials.renew(rejected), journey.terms.signals, () => {})
}

/** Goes on without the token during a lockout, where the caller asked for that. */
export function goesAnonymous(journey: Journey): boolean {
  const { whenLocked, requireToken } = journey.terms
  if (whenLocked !== 'anonymous' || requireToken || journey.isAnonymous) return false
  journey.isAnonymous = true
  return true
}

function retryStep(session: Session, journey: Journey, { answer }: Outcome): Step | undefined {
  const { settings, random, clock, retryBudget } = session
  const { request, attempts, passengers } = journey
  if (!isReplayable(request)) return undefined
  const { isRepeatable } = request
  const delayMs = retryDelayMs({ answer, isRepeatable, attempts, retry: settings.retry, random: random() })
  if (delayMs === undefined) return undefined
  const now = clock.now()
  const askedMs = 'retryAfterMs' in answer ? (answer.retryAfterMs ?? 0) : 0
  const isTooLong = (passenger: Passenger): boolean =>
    !outlasts(journey, passenger, { now, delayMs, askedMs })
  if ([...passengers].every(isTooLong)) return undefined
  if (!retryBudget.take(now)) {
    journey.isOutOfRetries = true
    return undefined
  }
  if ('status' in answer && askedMs > 0) {
    journey.askedBy = answer.status
    turnAway(session, journey, { kind: 'wait', retryAt: now + delayMs, reason: 'server' }, isTooLong)
  }
  return { kind: 'retry', delayMs, askedMs, reason: 'status' in answer ? String(answer.status) : answer.kind }
}

function redirectStep(journey: Journey, { type, status, headers }: Response): Step | undefined {
  const { request, redact } = journey
  const what = `${request.method} ${showUrl(request.url, redact)}`
  const details = { sent: true, retryable: false, attempts: journey.attempts }
  if (type === 'opaqueredirect') {
    return fail(
      new BandoRedirectError(
        `${what} was redirected, and a browser does not tell where to. Paths of this API end in a slash: is one missing?`,
        details,
      ),
    )
  }
  const next = request.redirect === 'manual' ? undefined : redirected(request, status, headers)
  if (next === undefined) return undefined
  const where = `${what} was redirected (${status}) to ${showUrl(next.url, redact)}`
  if (request.redirect === 'error')
    return fail(new BandoRedirectError(`${where}, which this call forbids.`, { ...details, status }))
  journey.redirects += 1
  if (journey.redirects > maxRedirects) {
    return fail(
      new BandoRedirectError(`${where}, after ${maxRedirects} redirects before.`, { ...details, status }),
    )
  }
  if (!isReplayable(next)) {
    return fail(
      new BandoRedirectError(`${where}, but its body is a stream, which can be sent only once.`, {
        ...details,
        status,
      }),
    )
  }
  return { kind: 'redirect', request: next }
}

function fail(error: unknown): Step {
  return { kind: 'fail', error }
}
