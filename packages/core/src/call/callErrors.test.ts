import { describe, expect, it } from 'vitest'
import type { Outcome } from '../contract/Outcome.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import { BandoClosedError } from '../errors/BandoClosedError.ts'
import type { BandoError } from '../errors/BandoError.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import type { Attempt } from './Attempt.ts'
import {
  authenticationError,
  closedIn,
  deadlineError,
  limitedOnceError,
  noResponseError,
  refusedError,
} from './callErrors.ts'
import type { Subscriber } from './CallState.ts'
import { CallState } from './CallState.ts'
import type { Session } from './Session.ts'

const terms = { timeoutMs: 30_000, maxWaitMs: 5000, deadlineMs: 9000 } as CallState['terms']
const closing = new AbortController()
closing.abort(new Error('closed'))

/** A POST that was not sent, unless `attempts` says so. */
function callOf(changes: Partial<CallState> = {}): CallState {
  const url: WireRequest['url'] = new URL('https://api.bando.cool/a?b=c')
  const request = { method: 'POST', url } as WireRequest
  const credentials = { isAnonymous: false, redact: (text: string) => text }
  return Object.assign(new CallState(request, terms, credentials), changes)
}

/** A client at the instant 1000, which is the second 1 of 1970. `auth` is what its rules know. */
function sessionWith(auth: { status?: string; until?: number; refusedUntil?: number } = {}): Session {
  return {
    clock: { now: () => 1000 },
    wall: { toEpoch: (instant: number) => instant },
    scope: {
      now: 1000,
      offsetMs: 0,
      auth: {
        status: () => ({ status: auth.status ?? 'unverified', until: auth.until }),
        endpointRefusedUntil: () => auth.refusedUntil,
      },
    },
    closing: new AbortController().signal,
  } as unknown as Session
}

function attemptOf(outcome: Outcome | { kind: string }, rest: Partial<Attempt> = {}): Attempt {
  return { outcome, queued: { credentialId: 'a' }, isTimeout: false, ...rest } as Attempt
}

/** What a caller reads first of an error. */
const shown = ({ code, message }: BandoError): string => `${code}: ${message}`

describe('the error for a call that was refused', () => {
  it.each<[Refusal, string]>([
    [
      { kind: 'rejected', retryAt: 61_000, credentialId: 'a' },
      'rejected: POST https://api.bando.cool/a was not sent: the API has rejected this token (401). Check it, call setToken with the right one, or write to api@bando.cool. It is worth trying again from 1970-01-01T00:01:01.000Z.',
    ],
    [
      { kind: 'refused', retryAt: 61_000, credentialId: 'a' },
      'rejected: POST https://api.bando.cool/a was not sent: this endpoint has answered 401 to a token that others accept. Ask what it needs: write to api@bando.cool. It is worth trying again from 1970-01-01T00:01:01.000Z.',
    ],
    [
      { kind: 'locked', retryAt: 61_000, reason: 'it said so' },
      "locked: POST https://api.bando.cool/a was not sent: the API refuses all authentication for now, since it said so. Wait, use whenLocked: 'wait' or 'anonymous', or write to api@bando.cool. It is worth trying again from 1970-01-01T00:01:01.000Z.",
    ],
    [
      { kind: 'full', maxWaiting: 3 },
      'limit: POST https://api.bando.cool/a was not sent: 3 calls are waiting already (maxWaiting). Send fewer at once.',
    ],
    [
      { kind: 'store', cause: new Error('outer', { cause: new Error('disk is full') }) },
      'store: POST https://api.bando.cool/a was not sent: the store could not be used (disk is full), so it is not known what others have spent. Repair the store, and try again.',
    ],
    [
      { kind: 'store', cause: 'a text' },
      'store: POST https://api.bando.cool/a was not sent: the store could not be used (a text), so it is not known what others have spent. Repair the store, and try again.',
    ],
  ])('says what happened, and what to do: %o', (refusal, expected) => {
    expect(shown(refusedError(sessionWith(), callOf(), refusal))).toBe(expected)
  })

  it.each([
    [{ kind: 'locked', retryAt: 61_000, reason: 'it said so' }, { status: 403, retryAt: 61_000 }, true],
    [{ kind: 'rejected', retryAt: 61_000, credentialId: 'a' }, { status: 401, retryAt: 61_000 }, false],
    [{ kind: 'full', maxWaiting: 3 }, { status: undefined }, true],
    [{ kind: 'store', cause: 'a text' }, { cause: 'a text' }, true],
  ] as const)('can be told by its fields: %o', (refusal, fields, retryable) => {
    const error = refusedError(sessionWith(), callOf(), refusal)
    expect(error).toMatchObject({ ...fields, retryable, sent: false, attempts: 0 })
  })

  it.each<[WaitReason, string]>([
    ['limit', 'for a permit of the limit'],
    ['pacing', 'for its turn, since burstShare spreads the limit'],
    ['server', 'as the API asks for'],
    ['verification', 'for the result of the first request with the token'],
    ['inFlight', 'for the calls in flight with the token (maxInFlight)'],
    [
      'unconfirmed',
      'until the API has forgotten the calls that were lost or rejected lately: more of them could lock the account',
    ],
    ['lockout', 'for the end of the lockout'],
    ['store', 'for the store that it shares with others'],
    ['turn', 'for its turn among those that share the store'],
  ])('names the wait that is too long: %s', (reason, text) => {
    const refusal = { kind: 'wait', retryAt: 61_000, reason } as const
    expect(shown(refusedError(sessionWith(), callOf(), refusal))).toBe(
      `limit: POST https://api.bando.cool/a was not sent: it would have to wait longer than maxWaitMs, 5000 ms, ${text}. Wait, allow more, or write to api@bando.cool for a higher limit. It is worth trying again from 1970-01-01T00:01:01.000Z.`,
    )
  })

  it('names the option of the caller that it is for, and the time-out once that has passed', () => {
    const refusal = { kind: 'wait', retryAt: 61_000, reason: 'limit' } as const
    const errorFor = (deadlineAt: number): BandoError =>
      refusedError(sessionWith(), callOf(), refusal, { terms, deadlineAt, waitedBeforeMs: 0 } as Subscriber)
    expect(errorFor(5999).message).toContain('longer than deadlineMs, 9000 ms, for a permit')
    expect(errorFor(6001).message).toContain('longer than maxWaitMs, 5000 ms, for a permit')
    expect(errorFor(1001).code).toBe('limit')
    expect(shown(errorFor(1000))).toBe(
      'timeout: POST https://api.bando.cool/a did not end within deadlineMs, 9000 ms; nothing was sent. Try again, or allow more.',
    )
  })

  it.each([
    [{ attempts: 0 }, 'was not sent: 3 calls'],
    [{ attempts: 1, unsent: 1 }, 'was not sent: 3 calls'],
    [{ attempts: 1 }, 'was not sent again: 3 calls'],
    [{ attempts: 1, askedBy: 503 }, 'was answered 503, and not sent again: 3 calls'],
  ])('says what became of it before: %o', (state, text) => {
    expect(refusedError(sessionWith(), callOf(state), { kind: 'full', maxWaiting: 3 }).message).toContain(
      text,
    )
  })

  it('names no date later than the last that there is', () => {
    const refusal = { kind: 'rejected', retryAt: 1e20, credentialId: 'a' } as const
    expect(refusedError(sessionWith(), callOf(), refusal).message).toContain(
      'from +275760-09-13T00:00:00.000Z.',
    )
  })
})

it('the error for a stream that was answered 429 says that it cannot be sent twice', () => {
  const error = limitedOnceError(callOf({ attempts: 1, askedBy: 429 }))
  expect(error).toMatchObject({ status: 429, reason: 'server', retryable: true, sent: true })
  expect(shown(error)).toBe(
    'limit: POST https://api.bando.cool/a was answered 429, and not sent again: its body is a stream, which can be sent only once. Send it anew, or pass the body as a whole.',
  )
})

describe('the error for a 401 or a 403 of a lockout', () => {
  const rejected = { kind: 'rejected' }
  const locked = { kind: 'locked', reason: 'it names a time' }

  it.each([
    [
      'the lockout',
      attemptOf(locked),
      { until: 61_000 },
      "locked: POST https://api.bando.cool/a was refused (403): the API refuses all authentication for now, since it names a time. Wait, use whenLocked: 'wait' or 'anonymous', or write to api@bando.cool. It is worth trying again from 1970-01-01T00:01:01.000Z.",
    ],
    [
      'the lockout that has begun meanwhile',
      attemptOf(rejected),
      { status: 'locked' },
      "locked: POST https://api.bando.cool/a was refused (403): the API refuses all authentication for now, since it said so a moment ago. Wait, use whenLocked: 'wait' or 'anonymous', or write to api@bando.cool.",
    ],
    [
      'the missing token',
      attemptOf(rejected, { queued: { credentialId: undefined } as Attempt['queued'] }),
      { refusedUntil: 5 },
      'rejected: POST https://api.bando.cool/a needs a token (401). Pass one as `token`: to get one, write to api@bando.cool.',
    ],
    [
      'the endpoint',
      attemptOf(rejected),
      { refusedUntil: 61_000 },
      'rejected: POST https://api.bando.cool/a was rejected (401): this endpoint does not accept the token, which others have accepted. It is not asked again for a while. Ask what it needs: write to api@bando.cool. It is worth trying again from 1970-01-01T00:01:01.000Z.',
    ],
    [
      'the token, although the endpoint was refused before',
      attemptOf(rejected),
      { status: 'rejected', until: 61_000, refusedUntil: 5 },
      'rejected: POST https://api.bando.cool/a was rejected (401): the API does not accept this token. Nothing more is sent with it until it is time to ask again. Check it, call setToken with the right one, or write to api@bando.cool. It is worth trying again from 1970-01-01T00:01:01.000Z.',
    ],
    [
      'the token',
      attemptOf(rejected),
      {},
      'rejected: POST https://api.bando.cool/a was rejected (401): the API does not accept this token. Nothing more is sent with it until it is time to ask again. Check it, call setToken with the right one, or write to api@bando.cool.',
    ],
  ])('names what to mend: %s', (_, attempt, auth, expected) => {
    expect(shown(authenticationError(sessionWith(auth), callOf({ attempts: 1 }), attempt))).toBe(expected)
  })
})

describe('the error for a missing response', () => {
  const lost = { kind: 'lost' } as const

  it.each<[string, Attempt, string]>([
    [
      'the time-out of the client',
      attemptOf(lost, { isTimeout: true, cause: new Error('aborted') }),
      'timeout: POST https://api.bando.cool/a was not answered within timeoutMs, 30000 ms. Try again, or allow more.',
    ],
    [
      'the cause',
      attemptOf(lost, { cause: new TypeError('fetch failed', { cause: new Error('reset') }) }),
      'network: POST https://api.bando.cool/a was not answered: reset. Check the network and baseUrl.',
    ],
    [
      'a cause that is not an error',
      attemptOf(lost, { cause: 'gone' }),
      'network: POST https://api.bando.cool/a was not answered: gone. Check the network and baseUrl.',
    ],
  ])('says %s', (_, attempt, expected) => {
    expect(shown(noResponseError(callOf({ attempts: 1 }), attempt))).toBe(expected)
  })

  it('keeps the cause, unless the client itself has cut the connection', () => {
    const cause = Object.assign(new Error('late'), { code: 'UND_ERR_HEADERS_TIMEOUT' })
    const late = noResponseError(callOf({ attempts: 1 }), attemptOf(lost, { cause }))
    expect(late).toMatchObject({ code: 'timeout', timeLimit: 'timeoutMs', sent: true, cause })
    expect(late.message).toContain('POST https://api.bando.cool/a was not answered in time. The transport')
    const own = noResponseError(callOf({ attempts: 1 }), attemptOf(lost, { isTimeout: true, cause }))
    expect(own).not.toHaveProperty('cause')
  })

  it.each([
    [false, 'lost', { sent: true, retryable: false }],
    [true, 'lost', { sent: true, retryable: true }],
    [false, 'unsent', { sent: false, retryable: true }],
    [true, 'unsent', { sent: false, retryable: true }],
  ])(
    'can be tried again if it may be processed twice (%s), or was not sent: %s',
    (isRepeatable, kind, fields) => {
      const call = callOf({ attempts: 1, isRepeatable })
      expect(noResponseError(call, attemptOf({ kind }, { cause: 'gone' }))).toMatchObject(fields)
    },
  )

  it('says that no retry was left', () => {
    const error = noResponseError(callOf({ isOutOfRetries: true }), attemptOf(lost, { cause: 'gone' }))
    expect(error.message).toBe(
      'POST https://api.bando.cool/a was not answered: gone. Check the network and baseUrl. It was not sent again: this client has no retry left (retry.budget.ratio, retry.budget.min), as in an outage.',
    )
  })
})

it.each([
  [{}, 'nothing was sent', true],
  [{ attempts: 2 }, 'requests sent: 2', false],
  [{ attempts: 2, isRepeatable: true }, 'requests sent: 2', true],
])('the error for a call that has used up its time says what was sent: %o', (state, text, retryable) => {
  const error = deadlineError(callOf(state), 9000)
  expect(error).toMatchObject({ timeLimit: 'deadlineMs', retryable })
  expect(error.message).toBe(
    `POST https://api.bando.cool/a did not end within deadlineMs, 9000 ms; ${text}. Try again, or allow more.`,
  )
})

it('a call ends with the error of a closed client if that ended it, and with any other as it is', () => {
  const closed = { ...sessionWith(), closing: closing.signal }
  const other = new Error('other')
  expect(closedIn(closed, callOf(), other)).toBe(other)
  expect(closedIn(sessionWith(), callOf(), undefined)).toBeUndefined()
  const error = closedIn(closed, callOf(), closing.signal.reason)
  expect(error).toBeInstanceOf(BandoClosedError)
  expect(error).toMatchObject({
    retryable: false,
    message: 'POST https://api.bando.cool/a did not end before the client was closed; nothing was sent.',
  })
})
