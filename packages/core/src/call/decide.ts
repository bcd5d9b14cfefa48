import { BandoRedirectError } from '../errors/BandoRedirectError.ts'
import { locationOf, redirected } from '../request/redirects.ts'
import { retryDelayMs } from './retryDelay.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import { isReplayable } from '../request/WireRequest.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { AttemptResult } from './Attempt.ts'
import { authenticationError, limitedOnceError, unheardError } from './callErrors.ts'
import type { CallState, Subscriber } from './CallState.ts'
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

/** What to do after an attempt (P3). `queued` is left out where the request went to another origin. */
export async function decide(
  session: Session,
  call: CallState,
  queued: QueuedCall | undefined,
  result: AttemptResult,
): Promise<Step> {
  const retry = retryStep(session, call, result)
  if (retry) return retry
  if (result.kind === 'unheard') return fail(unheardError(call, result))
  const redirect = redirectStep(call, result.response)
  if (redirect) return redirect
  if (queued === undefined) return { kind: 'deliver', response: result.response }

  const canGoAgain = isReplayable(call.request)
  switch (result.outcome.kind) {
    case 'limited':
      call.askedBy = result.outcome.status
      if (canGoAgain) return { kind: 'again' }
      return fail(limitedOnceError(call))
    case 'rejected': {
      const { credentialId } = queued
      if (credentialId && canGoAgain && (await hasAnotherToken(session, call, credentialId)))
        return { kind: 'again' }
      return fail(authenticationError(session, call, queued, result))
    }
    case 'locked':
      if (canGoAgain && (call.terms.whenLocked === 'wait' || goesAnonymous(call))) return { kind: 'again' }
      return fail(authenticationError(session, call, queued, result))
    default:
      return { kind: 'deliver', response: result.response }
  }
}

/** Whether a rejected call may try another token: one that is there already, or one that the source gives when asked, once. */
export async function hasAnotherToken(
  { credentials, aborts }: Session,
  call: CallState,
  rejected: string,
): Promise<boolean> {
  if (credentials.current && credentials.current.id !== rejected) return true
  if (call.hasRenewed) return false
  call.hasRenewed = true
  return aborts.race(credentials.renew(rejected), call.terms.signals, () => {})
}

/** Goes on without the token during a lockout, where the caller asked for that. */
export function goesAnonymous(call: CallState): boolean {
  const { whenLocked, requireToken } = call.terms
  if (whenLocked !== 'anonymous' || requireToken || call.isAnonymous) return false
  call.isAnonymous = true
  return true
}

function retryStep(session: Session, call: CallState, { outcome }: AttemptResult): Step | undefined {
  const { settings, random, clock, retryBudget } = session
  const { request, attempts, subscribers } = call
  if (!isReplayable(request)) return undefined
  const { isRepeatable } = request
  const delayMs = retryDelayMs({ outcome, isRepeatable, attempts, retry: settings.retry, random: random() })
  if (delayMs === undefined) return undefined
  const now = clock.now()
  const askedMs = 'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? 0) : 0
  const isTooLong = (subscriber: Subscriber): boolean =>
    !outlasts(call, subscriber, { now, delayMs, askedMs })
  if ([...subscribers].every(isTooLong)) return undefined
  if (!retryBudget.take(now)) {
    call.isOutOfRetries = true
    return undefined
  }
  if ('status' in outcome && askedMs > 0) {
    call.askedBy = outcome.status
    turnAway(session, call, { kind: 'wait', retryAt: now + delayMs, reason: 'server' }, isTooLong)
  }
  return {
    kind: 'retry',
    delayMs,
    askedMs,
    reason: 'status' in outcome ? String(outcome.status) : outcome.kind,
  }
}

function redirectStep(call: CallState, { type, status, headers }: Response): Step | undefined {
  const { request, redact } = call
  const what = `${request.method} ${showUrl(request.url, redact)}`
  const details = { sent: true, retryable: false, attempts: call.attempts }
  if (request.redirect === 'manual') return undefined
  if (type === 'opaqueredirect') {
    return fail(
      new BandoRedirectError(
        `${what} was redirected, and a browser does not tell where to. Paths of this API end in a slash: is one missing?`,
        details,
      ),
    )
  }
  const location = locationOf(status, headers)
  if (location === undefined) return undefined
  const next = redirected(request, status, headers)
  if (next === undefined) {
    return fail(
      new BandoRedirectError(
        `${what} was redirected (${status}) to what is not a URL of http or https. Found ${JSON.stringify(redact(location.slice(0, 60), 'cut'))}.`,
        { ...details, status },
      ),
    )
  }
  const where = `${what} was redirected (${status}) to ${showUrl(next.url, redact)}`
  if (request.redirect === 'error')
    return fail(new BandoRedirectError(`${where}, which this call forbids.`, { ...details, status }))
  call.redirects += 1
  if (call.redirects > maxRedirects) {
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
