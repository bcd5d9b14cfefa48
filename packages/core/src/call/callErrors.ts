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
import type { Waiter } from '../queue/QueuedCall.ts'
import type { Outcome } from './Attempt.ts'
import { isBrowser } from '../options/isBrowser.ts'
import type { Journey, Passenger } from './CallState.ts'
import { wasSent } from './CallState.ts'
import { waitsUntil } from './deadlines.ts'
import { retriesSpent } from './retriesSpent.ts'
import type { Session } from './Session.ts'
import { toEpoch } from './Session.ts'
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
}

const writeToUs = 'write to api@bando.cool'

/** The error for a call that was turned away before it was sent (again); for one of those who share it, where there are several. */
export function refusedError(
  session: Session,
  journey: Journey,
  refusal: Refusal,
  passenger: Passenger | undefined = [...journey.passengers][0],
): BandoError {
  const { attempts } = journey
  const retryAt = 'retryAt' in refusal ? toEpoch(session, refusal.retryAt) : undefined
  const details = { sent: wasSent(journey), retryAt, attempts }
  const what = unsent(journey)
  switch (refusal.kind) {
    case 'rejected':
      return new BandoRejectedError(
        `${what}: the API has rejected this token (401). Check it, call setToken with the right one, or ${writeToUs}.${when(retryAt)}`,
        { ...details, status: 401, retryable: false },
      )
    case 'locked':
      return new BandoLockedError(
        `${what}: the API refuses all authentication for now, since ${refusal.reason}. Wait, use whenLocked: 'wait' or 'anonymous', or ${writeToUs}.${when(retryAt)}`,
        { ...details, status: 403, reason: refusal.reason, retryable: true },
      )
    case 'wait': {
      const { maxWaitMs, deadlineMs } = passenger?.terms ?? journey.terms
      const deadlineAt = passenger?.deadlineAt ?? Infinity
      const now = session.clock.now()
      if (deadlineAt <= now) return deadlineError(journey, deadlineMs)
      const isDeadline = passenger !== undefined && waitsUntil(journey, passenger, now) === deadlineAt
      const allowed = isDeadline ? `deadlineMs, ${deadlineMs} ms,` : `maxWaitMs, ${maxWaitMs} ms,`
      return new BandoLimitError(
        `${what}: it would have to wait longer than ${allowed} ${waitsFor[refusal.reason]}. Wait, allow more, or ${writeToUs} for a higher limit.${when(retryAt)}`,
        { ...details, status: journey.askedBy, retryable: true, reason: refusal.reason },
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
    case 'closed':
      return new BandoClosedError(`${what}: the client was closed.`, { ...details, retryable: false })
  }
}

/** The error for a request that was refused with a 429, and cannot be sent again. */
export function limitedOnceError(journey: Journey): BandoLimitError {
  const { attempts, askedBy } = journey
  return new BandoLimitError(
    `${unsent(journey)}: its body is a stream, which can be sent only once. Send it anew, or pass the body as a whole.`,
    { sent: true, status: askedBy, retryable: true, attempts, reason: 'server' },
  )
}

/** The error for a 401 or a lockout's 403 that is not tried again. */
export function authenticationError(
  session: Session,
  journey: Journey,
  waiter: Waiter,
  { answer }: Outcome,
): BandoError {
  const { status, until } = session.origin.verdicts.status(waiter.credential, session.clock.now())
  const retryAt = toEpoch(session, until)
  const details = { sent: true, retryAt, attempts: journey.attempts }
  const what = describe(journey)
  if (answer.kind === 'locked' || status === 'locked') {
    const reason = answer.kind === 'locked' ? answer.reason : 'it said so a moment ago'
    return new BandoLockedError(
      `${what} was refused (403): the API refuses all authentication for now, since ${reason}. Wait, use whenLocked: 'wait' or 'anonymous', or ${writeToUs}.${when(retryAt)}`,
      { ...details, status: 403, reason, retryable: true },
    )
  }
  if (waiter.credential === undefined) {
    return new BandoRejectedError(
      `${what} needs a token (401). Pass one as \`token\`: to get one, ${writeToUs}.`,
      {
        ...details,
        status: 401,
        retryable: false,
      },
    )
  }
  return new BandoRejectedError(
    `${what} was rejected (401): the API does not accept this token. Nothing more is sent with it until it is time to ask again. Check it, call setToken with the right one, or ${writeToUs}.${when(retryAt)}`,
    { ...details, status: 401, retryable: false },
  )
}

/** What a call ends with: where that is the client's end, told with what had become of the call. */
export function closedIn({ closing }: Session, journey: Journey | undefined, error: unknown): unknown {
  if (journey === undefined || !closing.aborted || error !== closing.reason) return error
  const { attempts } = journey
  const sent = wasSent(journey)
  return new BandoClosedError(
    `${describe(journey)} did not end before the client was closed; ${sentOf(journey)}.`,
    {
      sent,
      retryable: false,
      attempts,
    },
  )
}

/** The error for a call whose whole time has run out. */
export function deadlineError(journey: Journey, deadlineMs: number): BandoTimeoutError {
  const { attempts, isRepeatable } = journey
  const sent = wasSent(journey)
  return new BandoTimeoutError(
    `${describe(journey)} did not end within deadlineMs, ${deadlineMs} ms; ${sentOf(journey)}. Try again, or allow more.`,
    { sent, retryable: isRepeatable || !sent, attempts, timeLimit: 'deadlineMs' },
  )
}

function sentOf({ attempts }: Journey): string {
  return attempts === 0 ? 'nothing was sent' : `requests sent: ${attempts}`
}

/** The error for a request that nobody answered. */
export function unheardError(journey: Journey, outcome: Outcome & { kind: 'unheard' }): BandoError {
  const { attempts, isRepeatable } = journey
  const what = describe(journey)
  const note = journey.isOutOfRetries ? retriesSpent : ''
  if (outcome.isTimeout) {
    return new BandoTimeoutError(
      `${what} was not answered within timeoutMs, ${journey.terms.timeoutMs} ms. Try again, or allow more.${note}`,
      { sent: true, retryable: isRepeatable, attempts, timeLimit: 'timeoutMs' },
    )
  }
  const sent = outcome.answer.kind !== 'unsent'
  const found = messageOf(outcome.cause)
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
      cause: outcome.cause,
    },
  )
}

/** What became of it so far. */
function unsent(journey: Journey): string {
  const what = describe(journey)
  if (!wasSent(journey)) return `${what} was not sent`
  const { askedBy } = journey
  return askedBy === undefined
    ? `${what} was not sent again`
    : `${what} was answered ${askedBy}, and not sent again`
}

function describe({ request, redact }: Journey): string {
  return `${request.method} ${showUrl(request.url, redact)}`
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? deepestMessage(cause) : String(cause)
}

/** `fetch failed` says nothing: what it was caused by does. */
function deepestMessage(error: Error): string {
  return error.cause instanceof Error ? deepestMessage(error.cause) : error.message
}

function when(retryAt: number | undefined): string {
  // No date is later than the last that there is (ECMA-262, section 21.4.1.1).
  const date = new Date(Math.min(retryAt ?? 0, 8.64e15))
  return retryAt === undefined ? '' : ` It is worth trying again from ${date.toISOString()}.`
}
