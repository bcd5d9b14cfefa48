import { isError } from '../contract/brand.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import { BandoClosedError } from '../errors/BandoClosedError.ts'
import type { BandoError, BandoErrorDetails } from '../errors/BandoError.ts'
import { BandoLimitError } from '../errors/BandoLimitError.ts'
import { BandoLockedError } from '../errors/BandoLockedError.ts'
import { BandoNetworkError } from '../errors/BandoNetworkError.ts'
import { BandoRejectedError } from '../errors/BandoRejectedError.ts'
import { BandoStoreError } from '../errors/BandoStoreError.ts'
import { BandoTimeoutError } from '../errors/BandoTimeoutError.ts'
import { isBrowser } from '../options/place.ts'
import { transportTimeout } from '../response/transportTimeout.ts'
import type { Attempt } from './Attempt.ts'
import type { CallState, Subscriber } from './CallState.ts'
import { waitsUntil } from './deadlines.ts'
import type { Session } from './Session.ts'
import { ruleToEpoch, toEpoch } from './Session.ts'

/** What an error says beside what its call knows. */
type Own<Details> = Omit<Details, 'sent' | 'attempts'> & { readonly sent?: boolean }

/**
 * Builds every error of a call: it adds what was sent, and to the message from when on trying again
 * can help.
 */
export function callError<Details extends BandoErrorDetails, Made extends BandoError>(
  Class: new (message: string, details: Details) => Made,
  { wasSent, attempts }: CallState,
  message: string,
  own: Own<Details>,
): Made {
  const { retryAt } = own
  // No date is later than the last that there is (ECMA-262, section 21.4.1.1).
  const when =
    retryAt === undefined
      ? ''
      : ` It is worth trying again from ${new Date(Math.min(retryAt, 8.64e15)).toISOString()}.`
  return new Class(message + when, { sent: wasSent, attempts, ...own } as unknown as Details)
}

const waitsFor: Readonly<Record<WaitReason, string>> = {
  limit: 'for a permit of the limit',
  pacing: 'for its turn, since burstShare spreads the limit',
  server: 'as the API asks for',
  verification: 'for the result of the first request with the token',
  inFlight: 'for the calls in flight with the token (maxInFlight)',
  unconfirmed:
    'until the API has forgotten the calls that were lost or rejected lately: more of them could lock the account',
  lockout: 'for the end of the lockout',
  store: 'for the store that it shares with others',
  turn: 'for its turn among those that share the store',
}

const writeToUs = 'write to api@bando.cool'
const checkToken = 'Check it, call setToken with the right one, or write to api@bando.cool.'

/**
 * Builds the error for a call that was refused before it was sent (again): for one of its
 * subscribers, if there are several.
 */
export function refusedError(
  session: Session,
  call: CallState,
  refusal: Refusal,
  subscriber: Subscriber | undefined = [...call.subscribers][0],
): BandoError {
  const retryAt = 'retryAt' in refusal ? toEpoch(session, refusal.retryAt) : undefined
  const what = unsent(call)
  switch (refusal.kind) {
    case 'rejected':
      return rejectedError(call, `${what}: the API has rejected this token (401). ${checkToken}`, retryAt)
    case 'refused':
      return rejectedError(
        call,
        `${what}: this endpoint has answered 401 to a token that others accept. Ask what it needs: ${writeToUs}.`,
        retryAt,
      )
    case 'locked':
      return lockedError(call, `${what}: `, refusal.reason, retryAt)
    case 'wait': {
      const { maxWaitMs, deadlineMs } = subscriber?.terms ?? call.terms
      const deadlineAt = subscriber?.deadlineAt ?? Infinity
      const now = session.clock.now()
      if (deadlineAt <= now) return deadlineError(call, deadlineMs)
      const isDeadline = subscriber !== undefined && waitsUntil(call, subscriber, now) === deadlineAt
      const allowed = isDeadline ? `deadlineMs, ${deadlineMs} ms,` : `maxWaitMs, ${maxWaitMs} ms,`
      return callError(
        BandoLimitError,
        call,
        `${what}: it would have to wait longer than ${allowed} ${waitsFor[refusal.reason]}. Wait, allow more, or ${writeToUs} for a higher limit.`,
        { retryAt, status: call.askedBy, retryable: true, reason: refusal.reason },
      )
    }
    case 'full':
      return callError(
        BandoLimitError,
        call,
        `${what}: ${refusal.maxWaiting} calls are waiting already (maxWaiting). Send fewer at once.`,
        { retryable: true },
      )
    case 'store':
      return callError(
        BandoStoreError,
        call,
        `${what}: the store could not be used (${messageOf(refusal.cause)}), so it is not known what others have spent. Repair the store, and try again.`,
        { retryable: true, cause: refusal.cause },
      )
  }
}

/** Builds the error for a request that was refused with a 429, and cannot be sent again. */
export function limitedOnceError(call: CallState): BandoLimitError {
  return callError(
    BandoLimitError,
    call,
    `${unsent(call)}: its body is a stream, which can be sent only once. Send it anew, or pass the body as a whole.`,
    { status: call.askedBy, retryable: true, reason: 'server' },
  )
}

/** Builds the error for a 401 or a lockout's 403 after which the request is not sent again. */
export function authenticationError(
  session: Session,
  call: CallState,
  { queued, outcome }: Attempt,
): BandoError {
  const { auth, now } = session.scope
  const { status, until } = auth.status(queued?.credentialId, now)
  const retryAt = ruleToEpoch(session, until)
  const { what } = call
  if (outcome.kind === 'locked' || status === 'locked') {
    const reason = outcome.kind === 'locked' ? outcome.reason : 'it said so a moment ago'
    return lockedError(call, `${what} was refused (403): `, reason, retryAt)
  }
  if (queued?.credentialId === undefined) {
    const advice = `Pass one as \`token\`: to get one, ${writeToUs}.`
    return rejectedError(call, `${what} needs a token (401). ${advice}`, retryAt)
  }
  const refusedUntil = auth.endpointRefusedUntil(queued, now)
  if (status !== 'rejected' && refusedUntil !== undefined) {
    return rejectedError(
      call,
      `${what} was rejected (401): this endpoint does not accept the token, which others have accepted. It is not asked again for a while. Ask what it needs: ${writeToUs}.`,
      ruleToEpoch(session, refusedUntil),
    )
  }
  return rejectedError(
    call,
    `${what} was rejected (401): the API does not accept this token. Nothing more is sent with it until it is time to ask again. ${checkToken}`,
    retryAt,
  )
}

function rejectedError(call: CallState, message: string, retryAt: number | undefined): BandoRejectedError {
  return callError(BandoRejectedError, call, message, { status: 401, retryAt, retryable: false })
}

function lockedError(
  call: CallState,
  what: string,
  reason: string,
  retryAt: number | undefined,
): BandoLockedError {
  return callError(
    BandoLockedError,
    call,
    `${what}the API refuses all authentication for now, since ${reason}. Wait, use whenLocked: 'wait' or 'anonymous', or ${writeToUs}.`,
    { status: 403, reason, retryAt, retryable: true },
  )
}

/**
 * Returns the error that a call ends with: if the client was closed, one that says what had become
 * of the call.
 */
export function closedIn({ closing }: Session, call: CallState, error: unknown): unknown {
  if (!closing.aborted || error !== closing.reason) return error
  const message = `${call.what} did not end before the client was closed; ${sentOf(call)}.`
  return callError(BandoClosedError, call, message, { retryable: false })
}

/** Builds the error for a call that has used up its whole time. */
export function deadlineError(call: CallState, deadlineMs: number): BandoTimeoutError {
  return callError(
    BandoTimeoutError,
    call,
    `${call.what} did not end within deadlineMs, ${deadlineMs} ms; ${sentOf(call)}. Try again, or allow more.`,
    { retryable: call.isRepeatable || !call.wasSent, timeLimit: 'deadlineMs' },
  )
}

/** Builds the error for a request without a response. */
export function noResponseError(call: CallState, { outcome, cause, isTimeout }: Attempt): BandoError {
  const { what, isRepeatable } = call
  const note = call.isOutOfRetries ? retriesSpent : ''
  const timeout = isTimeout ? undefined : transportTimeout(cause)
  if (isTimeout || timeout !== undefined) {
    const message = isTimeout
      ? `${what} was not answered within timeoutMs, ${call.terms.timeoutMs} ms. Try again, or allow more.`
      : `${what} was not answered in time. ${timeout}`
    const details = { sent: true, retryable: isRepeatable, timeLimit: 'timeoutMs' } as const
    return callError(BandoTimeoutError, call, message + note, isTimeout ? details : { ...details, cause })
  }
  const sent = outcome.kind !== 'unsent'
  // A page cannot tell a response that CORS hides from a missing one.
  const hint = isBrowser()
    ? ' In a browser, an answer without Access-Control-Allow-Origin looks the same, a 429 included: look into the network panel, or call from your server.'
    : ''
  return callError(
    BandoNetworkError,
    call,
    `${what} was not answered: ${messageOf(cause)}. Check the network and baseUrl.${hint}${note}`,
    { sent, retryable: isRepeatable || !sent, cause },
  )
}

/** What an error adds if the request would have been a retry. */
export const retriesSpent =
  ' It was not sent again: this client has no retry left (retry.budget.ratio, retry.budget.min), as in an outage.'

function sentOf({ attempts }: CallState): string {
  return attempts === 0 ? 'nothing was sent' : `requests sent: ${attempts}`
}

/** Says what became of it so far. */
function unsent({ what, wasSent, askedBy }: CallState): string {
  if (!wasSent) return `${what} was not sent`
  return askedBy === undefined
    ? `${what} was not sent again`
    : `${what} was answered ${askedBy}, and not sent again`
}

/** Returns the message of the deepest cause: `fetch failed` says nothing. */
function messageOf(cause: unknown): string {
  if (!isError(cause)) return String(cause)
  return isError(cause.cause) ? messageOf(cause.cause) : cause.message
}
