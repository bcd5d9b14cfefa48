import { BandoRedirectError } from '../errors/BandoRedirectError.ts'
import { showUrl } from '../redact/showUrl.ts'
import { locationOf, redirected } from '../request/redirects.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import { isReplayable } from '../request/WireRequest.ts'
import type { Attempt } from './Attempt.ts'
import { authenticationError, callError, limitedOnceError, noResponseError } from './callErrors.ts'
import type { CallState, Subscriber } from './CallState.ts'
import { outlasts } from './deadlines.ts'
import { retryDelayMs } from './retry.ts'
import type { Session } from './Session.ts'
import { toEpoch } from './Session.ts'
import { turnAway } from './subscribe.ts'

/** Queues the call again after a pause of `delayMs`. The API asked for at least `askedMs`. */
export interface Retry {
  readonly kind: 'retry'
  readonly delayMs: number
  readonly askedMs: number
  readonly reason: string
}

export type Step =
  | { readonly kind: 'deliver'; readonly response: Response }
  | { readonly kind: 'fail'; readonly error: unknown }
  /** Back to the queue: the request was not processed. */
  | { readonly kind: 'again' }
  /** Back to the queue if there is another token than the one that was rejected. */
  | { readonly kind: 'renew'; readonly rejected: string }
  | Retry
  | { readonly kind: 'redirect'; readonly request: WireRequest }

/** As in the Fetch standard. */
const maxRedirects = 20

/** Decides what to do after an attempt (P3). */
export function nextStep(session: Session, call: CallState, attempt: Attempt): Step {
  const { outcome, response, queued } = attempt
  call.retryAt = outcome.kind === 'failed' ? retryAt(session, outcome.retryAfterMs) : undefined
  const retry = retryStep(session, call, attempt)
  if (retry) return retry
  if (response === undefined) return fail(noResponseError(call, attempt))
  if (outcome.kind === 'ok') return { kind: 'deliver', response }
  const redirect = redirectStep(call, response)
  if (redirect) return redirect
  if (queued === undefined) return { kind: 'deliver', response }

  const canGoAgain = isReplayable(call.request)
  switch (outcome.kind) {
    case 'limited':
      call.askedBy = outcome.status
      return canGoAgain ? { kind: 'again' } : fail(limitedOnceError(call))
    case 'rejected':
      if (queued.credentialId && canGoAgain) return { kind: 'renew', rejected: queued.credentialId }
      return fail(authenticationError(session, call, attempt))
    case 'locked':
      if (canGoAgain && (call.terms.whenLocked === 'wait' || goesAnonymous(call))) return { kind: 'again' }
      return fail(authenticationError(session, call, attempt))
    default:
      return { kind: 'deliver', response }
  }
}

/**
 * Whether a rejected call may use another token: one that is there already, or one that the source
 * gives when asked, once.
 */
export async function hasAnotherToken(
  { credentials }: Session,
  call: CallState,
  rejected: string,
): Promise<boolean> {
  if (credentials.current && credentials.current.id !== rejected) return true
  if (call.hasRenewed) return false
  call.hasRenewed = true
  return call.race(credentials.renew(rejected))
}

/** Goes on without the token during a lockout, if the caller asked for that. */
export function goesAnonymous(call: CallState): boolean {
  const { whenLocked, requireToken } = call.terms
  if (whenLocked !== 'anonymous' || requireToken || call.isAnonymous) return false
  call.isAnonymous = true
  return true
}

function retryStep(session: Session, call: CallState, { outcome }: Attempt): Retry | undefined {
  if (outcome.kind === 'ok') return undefined
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

function retryAt(session: Session, retryAfterMs: number | undefined): number | undefined {
  return retryAfterMs === undefined ? undefined : toEpoch(session, session.clock.now() + retryAfterMs)
}

function redirectStep(call: CallState, { type, status, headers }: Response): Step | undefined {
  const { request } = call
  if (request.redirect === 'manual') return undefined
  const location = locationOf(status, headers)
  if (location === undefined && type !== 'opaqueredirect') return undefined
  const { redact, what } = call
  const refuse = (why: string): Step => {
    const details = { status: status === 0 ? undefined : status, retryable: false }
    return fail(callError(BandoRedirectError, call, `${what} was redirected${why}`, details))
  }
  if (location === undefined)
    return refuse(', and a browser does not tell where to. Paths of this API end in a slash: is one missing?')
  const next = redirected(request, status, headers)
  if (next === undefined)
    return refuse(
      ` (${status}) to what is not a URL of http or https. Found ${JSON.stringify(redact(location.slice(0, 60), 'cut'))}.`,
    )
  const where = ` (${status}) to ${showUrl(next.url, redact)}`
  if (request.redirect === 'error') return refuse(`${where}, which this call forbids.`)
  call.redirects += 1
  if (call.redirects > maxRedirects) return refuse(`${where}, after ${maxRedirects} redirects before.`)
  if (!isReplayable(next)) return refuse(`${where}, but its body is a stream, which can be sent only once.`)
  return { kind: 'redirect', request: next }
}

function fail(error: unknown): Step {
  return { kind: 'fail', error }
}
