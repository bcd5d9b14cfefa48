import { isError } from '../contract/brand.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import { BandoClosedError } from '../errors/BandoClosedError.ts'
import type { BandoError } from '../errors/BandoError.ts'
import { BandoLimitError } from '../errors/BandoLimitError.ts'
import { BandoLockedError } from '../errors/BandoLockedError.ts'
import { BandoNetworkError } from '../errors/BandoNetworkError.ts'
import { BandoRejectedError } from '../errors/BandoRejectedError.ts'
import { BandoStoreError } from '../errors/BandoStoreError.ts'
import { BandoTimeoutError } from '../errors/BandoTimeoutError.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { AttemptResult } from './Attempt.ts'
import { isBrowser } from '../options/isBrowser.ts'
import type { CallState, Subscriber } from './CallState.ts'
import { wasSent } from './CallState.ts'
import { waitsUntil } from './deadlines.ts'
import { transportTimeout } from '../response/transportTimeout.ts'
import { retriesSpent } from './responseErrors.ts'
import type { Session } from './Session.ts'
import { ruleToEpoch, toEpoch } from './Session.ts'
import { showUrl } from '../redact/showUrl.ts'

const waitsFor: Readonly<Record<WaitReason, string>> = {
  limit: 'for a permit of the limit',
  pacing: 'for its turn, since burstShare spreads the limit',
  server: 'as the API asks for',
  verification: 'for the result of the first request with the token',
  inFlight: 'for the calls under way with the token (maxInFlight)',
  unconfirmed:
    'until the API has forgotten the calls that were lost or rejected lately: more of them could lock the account',
  lockout: 'for the end of the lockout',
  store: 'for the store that it shares with others',
  turn: 'for its turn among those that share the store',
}

const writeToUs = 'write to api@bando.cool'

/** The error for a call that was turned away before it was sent (again); for one of those who share it, where there are several. */
export function refusedError(
  session: Session,
  call: CallState,
  refusal: Refusal,
  subscriber: Subscriber | undefined = [...call.subscribers][0],
): BandoError {
  const { attempts } = call
  const retryAt = 'retryAt' in refusal ? toEpoch(session, refusal.retryAt) : undefined
  const details = { sent: wasSent(call), retryAt, attempts }
  const what = unsent(call)
  switch (refusal.kind) {
    case 'rejected':
      return new BandoRejectedError(
        `${what}: the API has rejected this token (401). Check it, call setToken with the right one, or ${writeToUs}.${when(retryAt)}`,
        { ...details, status: 401, retryable: false },
      )
    case 'refused':
      return new BandoRejectedError(
        `${what}: this endpoint has answered 401 to a token that others accept. Ask what it needs: ${writeToUs}.${when(retryAt)}`,
        { ...details, status: 401, retryable: false },
      )
    case 'locked':
      return new BandoLockedError(
        `${what}: the API refuses all authentication for now, since ${refusal.reason}. Wait, use whenLocked: 'wait' or 'anonymous', or ${writeToUs}.${when(retryAt)}`,
        { ...details, status: 403, reason: refusal.reason, retryable: true },
      )
    case 'wait': {
      const { maxWaitMs, deadlineMs } = subscriber?.terms ?? call.terms
      const deadlineAt = subscriber?.deadlineAt ?? Infinity
      const now = session.clock.now()
      if (deadlineAt <= now) return deadlineError(call, deadlineMs)
      const isDeadline = subscriber !== undefined && waitsUntil(call, subscriber, now) === deadlineAt
      const allowed = isDeadline ? `deadlineMs, ${deadlineMs} ms,` : `maxWaitMs, ${maxWaitMs} ms,`
      return new BandoLimitError(
        `${what}: it would have to wait longer than ${allowed} ${waitsFor[refusal.reason]}. Wait, allow more, or ${writeToUs} for a higher limit.${when(retryAt)}`,
        { ...details, status: call.askedBy, retryable: true, reason: refusal.reason },
      )
    }
    case 'full':
      return new BandoLimitError(
        `${what}: ${refusal.maxWaiting} calls are waiting already (maxWaiting). Send fewer at once.`,
        {
          ...details,
          retryable: true,
        },
      )
    case 'store':
      return new BandoStoreError(
        `${what}: the store could not be used (${messageOf(refusal.cause)}), so nobody knows what others have spent. Mend that, and try again.`,
        { ...details, retryable: true, cause: refusal.cause },
      )
  }
}

/** The error for a request that was refused with a 429, and cannot be sent again. */
export function limitedOnceError(call: CallState): BandoLimitError {
  const { attempts, askedBy } = call
  return new BandoLimitError(
    `${unsent(call)}: its body is a stream, which can be sent only once. Send it anew, or pass the body as a whole.`,
    { sent: true, status: askedBy, retryable: true, attempts, reason: 'server' },
  )
}

/** The error for a 401 or a lockout's 403 that is not tried again. */
export function authenticationError(
  session: Session,
  call: CallState,
  queued: QueuedCall,
  { outcome }: AttemptResult,
): BandoError {
  const { auth } = session.scope
  const now = session.scope.now
  const { status, until } = auth.status(queued.credentialId, now)
  const refusedUntil = auth.endpointRefusedUntil(queued, now)
  const isEndpoints = status !== 'locked' && status !== 'rejected' && refusedUntil !== undefined
  const retryAt = ruleToEpoch(session, isEndpoints ? refusedUntil : until)
  const details = { sent: true, retryAt, attempts: call.attempts }
  const what = describe(call)
  if (outcome.kind === 'locked' || status === 'locked') {
    const reason = outcome.kind === 'locked' ? outcome.reason : 'it said so a moment ago'
    return new BandoLockedError(
      `${what} was refused (403): the API refuses all authentication for now, since ${reason}. Wait, use whenLocked: 'wait' or 'anonymous', or ${writeToUs}.${when(retryAt)}`,
      { ...details, status: 403, reason, retryable: true },
    )
  }
  if (queued.credentialId === undefined) {
    return new BandoRejectedError(
      `${what} needs a token (401). Pass one as \`token\`: to get one, ${writeToUs}.`,
      {
        ...details,
        status: 401,
        retryable: false,
      },
    )
  }
  if (isEndpoints) {
    return new BandoRejectedError(
      `${what} was rejected (401): this endpoint does not accept the token, which others have accepted. It is not asked again for a while. Ask what it needs: ${writeToUs}.${when(retryAt)}`,
      { ...details, status: 401, retryable: false },
    )
  }
  return new BandoRejectedError(
    `${what} was rejected (401): the API does not accept this token. Nothing more is sent with it until it is time to ask again. Check it, call setToken with the right one, or ${writeToUs}.${when(retryAt)}`,
    { ...details, status: 401, retryable: false },
  )
}

/** What a call ends with: where that is the client's end, told with what had become of the call. */
export function closedIn({ closing }: Session, call: CallState | undefined, error: unknown): unknown {
  if (call === undefined || !closing.aborted || error !== closing.reason) return error
  const { attempts } = call
  const sent = wasSent(call)
  return new BandoClosedError(
    `${describe(call)} did not end before the client was closed; ${sentOf(call)}.`,
    {
      sent,
      retryable: false,
      attempts,
    },
  )
}

/** The error for a call whose whole time has run out. */
export function deadlineError(call: CallState, deadlineMs: number): BandoTimeoutError {
  const { attempts, isRepeatable } = call
  const sent = wasSent(call)
  return new BandoTimeoutError(
    `${describe(call)} did not end within deadlineMs, ${deadlineMs} ms; ${sentOf(call)}. Try again, or allow more.`,
    { sent, retryable: isRepeatable || !sent, attempts, timeLimit: 'deadlineMs' },
  )
}

function sentOf({ attempts }: CallState): string {
  return attempts === 0 ? 'nothing was sent' : `requests sent: ${attempts}`
}

/** The error for a request that nobody answered. */
export function unheardError(call: CallState, result: AttemptResult & { kind: 'unheard' }): BandoError {
  const { attempts, isRepeatable } = call
  const what = describe(call)
  const note = call.isOutOfRetries ? retriesSpent : ''
  if (result.isTimeout) {
    return new BandoTimeoutError(
      `${what} was not answered within timeoutMs, ${call.terms.timeoutMs} ms. Try again, or allow more.${note}`,
      { sent: true, retryable: isRepeatable, attempts, timeLimit: 'timeoutMs' },
    )
  }
  const timeout = transportTimeout(result.cause)
  if (timeout !== undefined) {
    return new BandoTimeoutError(`${what} was not answered in time. ${timeout}${note}`, {
      sent: true,
      retryable: isRepeatable,
      attempts,
      timeLimit: 'timeoutMs',
      cause: result.cause,
    })
  }
  const sent = result.outcome.kind !== 'unsent'
  const found = messageOf(result.cause)
  // A page cannot tell a refusal that CORS hides from no answer at all.
  const hint = isBrowser()
    ? ' In a browser, an answer without Access-Control-Allow-Origin looks the same, a 429 included: look into the network panel, or call from your server.'
    : ''
  return new BandoNetworkError(
    `${what} was not answered: ${found}. Check the network and baseUrl.${hint}${note}`,
    {
      sent,
      retryable: isRepeatable || !sent,
      attempts,
      cause: result.cause,
    },
  )
}

/** What became of it so far. */
function unsent(call: CallState): string {
  const what = describe(call)
  if (!wasSent(call)) return `${what} was not sent`
  const { askedBy } = call
  return askedBy === undefined
    ? `${what} was not sent again`
    : `${what} was answered ${askedBy}, and not sent again`
}

function describe({ request, redact }: CallState): string {
  return `${request.method} ${showUrl(request.url, redact)}`
}

function messageOf(cause: unknown): string {
  return isError(cause) ? deepestMessage(cause) : String(cause)
}

/** `fetch failed` says nothing: what it was caused by does. */
function deepestMessage(error: Error): string {
  return isError(error.cause) ? deepestMessage(error.cause) : error.message
}

function when(retryAt: number | undefined): string {
  // No date is later than the last that there is (ECMA-262, section 21.4.1.1).
  const date = new Date(Math.min(retryAt ?? 0, 8.64e15))
  return retryAt === undefined ? '' : ` It is worth trying again from ${date.toISOString()}.`
}
