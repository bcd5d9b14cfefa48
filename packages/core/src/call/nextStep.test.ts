import { describe, expect, it } from 'vitest'
import type { Outcome } from '../contract/Outcome.ts'
import type { BandoError } from '../errors/BandoError.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import type { Attempt } from './Attempt.ts'
import type { Subscriber } from './CallState.ts'
import { CallState } from './CallState.ts'
import type { Step } from './nextStep.ts'
import { hasAnotherToken, nextStep } from './nextStep.ts'
import type { Session } from './Session.ts'

const terms = {
  timeoutMs: 30_000,
  maxWaitMs: 5000,
  deadlineMs: Infinity,
  whenLocked: 'fail',
} as CallState['terms']
const heard = { status: 503, advertised: undefined }

interface Given {
  readonly request?: Partial<WireRequest>
  readonly terms?: Partial<CallState['terms']>
  readonly outcome?: Outcome
  readonly response?: Response | undefined
  /** The id of the credential that it carried, or why it is not of this origin. */
  readonly credentialId?: string | undefined
  readonly isForeign?: boolean
  readonly hasRetries?: boolean
  readonly redirects?: number
  readonly attempts?: number
}

/** Decides about the first attempt of a GET with a token, at the instant 1000. */
function decided(given: Given): { step: Step; call: CallState } {
  const request = {
    method: 'GET',
    url: new URL('https://api.bando.cool/a'),
    headers: new Headers(),
    isRepeatable: true,
    redirect: 'follow',
    ...given.request,
  } as WireRequest
  const all = { ...terms, ...given.terms }
  const call = new CallState(request, all, { isAnonymous: false, redact: (text) => text })
  call.attempts = given.attempts ?? 1
  call.redirects = given.redirects ?? 0
  call.subscribers.add({ terms: all, deadlineAt: Infinity, waitedBeforeMs: 0 } as Subscriber)
  const session = {
    settings: { retry: { attempts: 3, baseMs: 100, maxMs: 1000 } },
    random: () => 0.5,
    clock: { now: () => 1000 },
    wall: { toEpoch: (instant: number) => instant },
    retryBudget: { take: () => given.hasRetries ?? true },
    scope: {
      now: 1000,
      offsetMs: 0,
      auth: { status: () => ({ status: 'unverified' }), endpointRefusedUntil: () => undefined },
    },
  } as unknown as Session
  const { outcome = { kind: 'ok', status: 200, advertised: undefined } } = given
  const queued = given.isForeign
    ? undefined
    : { credentialId: 'credentialId' in given ? given.credentialId : 'a' }
  const response = 'response' in given ? given.response : new Response()
  return { call, step: nextStep(session, call, { outcome, response, queued } as Attempt) }
}

/** The error with which a step fails. */
function errorOf({ step }: { step: Step }): BandoError {
  if (step.kind !== 'fail') throw new Error(`it does not fail, but: ${step.kind}`)
  return step.error as BandoError
}

const stream = (): ReadableStream => new ReadableStream()

describe('after a failure', () => {
  it('a call is sent again after a pause, or after what the API asks for', () => {
    expect(decided({ outcome: { kind: 'failed', ...heard, retryAfterMs: undefined } }).step).toEqual({
      kind: 'retry',
      delayMs: 50,
      askedMs: 0,
      reason: '503',
    })
    const { step, call } = decided({ outcome: { kind: 'failed', ...heard, retryAfterMs: 2000 } })
    expect(step).toEqual({ kind: 'retry', delayMs: 2000, askedMs: 2000, reason: '503' })
    expect([call.askedBy, call.retryAt]).toEqual([503, 3000])
    const lost = decided({ outcome: { kind: 'lost' }, response: undefined })
    expect(lost.step).toEqual({ kind: 'retry', delayMs: 50, askedMs: 0, reason: 'lost' })
  })

  it.each<[string, Given]>([
    ['that has no retry left', { hasRetries: false }],
    ['whose body is a stream', { request: { body: stream() } }],
    ['that cannot wait so long', { terms: { maxWaitMs: 1999 } }],
    ['that has had its attempts', { attempts: 3 }],
  ])('a call %s gets the response', (_, given) => {
    const outcome = { kind: 'failed', ...heard, retryAfterMs: 2000 } as const
    const { step, call } = decided({ ...given, outcome })
    expect(step.kind).toBe('deliver')
    expect(call.isOutOfRetries).toBe(given.hasRetries === false)
    expect(call.askedBy).toBeUndefined()
  })

  it('a success takes no retry, and says nothing of when to try again', () => {
    const { step, call } = decided({ hasRetries: false })
    expect([step.kind, call.isOutOfRetries, call.retryAt]).toEqual(['deliver', false, undefined])
  })
})

describe('after a 429, a 401 or a lockout', () => {
  const limited = { kind: 'limited', status: 429, advertised: undefined, retryAfterMs: 1000 } as const
  const rejected = { kind: 'rejected', status: 401, advertised: undefined, isInvalidToken: true } as const
  const locked = {
    kind: 'locked',
    status: 403,
    advertised: undefined,
    retryAfterMs: 1,
    reason: 'it says so',
  } as const

  it.each<[string, Given, object]>([
    ['queues again', { outcome: limited }, { kind: 'again' }],
    ['asks for another token', { outcome: rejected }, { kind: 'renew', rejected: 'a' }],
    ['waits for the end', { outcome: locked, terms: { whenLocked: 'wait' } }, { kind: 'again' }],
    ['goes on without the token', { outcome: locked, terms: { whenLocked: 'anonymous' } }, { kind: 'again' }],
  ])('a call %s', (_, given, step) => {
    expect(decided(given).step).toEqual(step)
  })

  it.each<[string, Given, string]>([
    ['a stream that met the limit', { outcome: limited, request: { body: stream() } }, 'limit'],
    ['a stream with a rejected token', { outcome: rejected, request: { body: stream() } }, 'rejected'],
    ['a call without a token', { outcome: rejected, credentialId: undefined }, 'rejected'],
    ['a call that does not wait for the end of a lockout', { outcome: locked }, 'locked'],
    [
      'a stream that met a lockout',
      { outcome: locked, terms: { whenLocked: 'wait' }, request: { body: stream() } },
      'locked',
    ],
    [
      'a call that needs the token in a lockout',
      { outcome: locked, terms: { whenLocked: 'anonymous', requireToken: true } },
      'locked',
    ],
  ])('%s fails', (_, given, code) => {
    expect(errorOf(decided(given)).code).toBe(code)
  })

  it('a response of another origin is delivered, whatever it says', () => {
    for (const outcome of [limited, rejected, locked])
      expect(decided({ outcome, isForeign: true }).step.kind).toBe('deliver')
  })
})

describe('a redirect', () => {
  const to = (location: string | undefined, status = 307): Pick<Given, 'outcome' | 'response'> => ({
    outcome: { kind: 'redirected', status, advertised: undefined },
    response: new Response(null, { status, headers: location === undefined ? {} : { location } }),
  })

  it('is followed', () => {
    const { step, call } = decided(to('/b/'))
    expect(step).toMatchObject({ kind: 'redirect', request: { method: 'GET', url: { pathname: '/b/' } } })
    expect(call.redirects).toBe(1)
  })

  it('is followed twenty times', () => {
    expect(decided({ ...to('/b/'), redirects: 19 }).step.kind).toBe('redirect')
    expect(errorOf(decided({ ...to('/b/'), redirects: 20 })).message).toBe(
      'GET https://api.bando.cool/a was redirected (307) to https://api.bando.cool/b/, after 20 redirects before.',
    )
  })

  it('is delivered to a caller that follows it, and if it names no place', () => {
    expect(decided({ ...to('/b/'), request: { redirect: 'manual' } }).step.kind).toBe('deliver')
    expect(decided(to(undefined)).step.kind).toBe('deliver')
  })

  it.each<[string, Given, string]>([
    [
      'that the call forbids',
      { ...to('/b/'), request: { redirect: 'error' } },
      ' (307) to https://api.bando.cool/b/, which this call forbids.',
    ],
    [
      'to no web page',
      to(`data:,${'x'.repeat(60)}`),
      ` (307) to what is not a URL of http or https. Found "data:,${'x'.repeat(54)}".`,
    ],
    [
      'of a body that can be sent once',
      { ...to('/b/'), request: { method: 'POST', body: stream() } },
      ' (307) to https://api.bando.cool/b/, but its body is a stream, which can be sent only once.',
    ],
  ])('%s fails', (_, given, text) => {
    const error = errorOf(decided(given))
    expect(error).toMatchObject({ code: 'redirect', status: 307, retryable: false })
    expect(error.message).toBe(
      `${given.request?.method ?? 'GET'} https://api.bando.cool/a was redirected${text}`,
    )
  })

  it('that a browser hides fails with what is probably missing', () => {
    const response = Object.defineProperties(Response.error(), { type: { value: 'opaqueredirect' } })
    const error = errorOf(decided({ outcome: { kind: 'failed', ...heard, retryAfterMs: 1e9 }, response }))
    expect(error).toMatchObject({ code: 'redirect', status: undefined, retryable: false })
    expect(error.message).toBe(
      'GET https://api.bando.cool/a was redirected, and a browser does not tell where to. Paths of this API end in a slash: is one missing?',
    )
  })
})

it('a rejected call has another token if one is there, or if the source gives one, and asks once', async () => {
  const { call } = decided({})
  const asked: string[] = []
  const session = (current: string | undefined): Session =>
    ({
      credentials: {
        current: current === undefined ? undefined : { id: current },
        renew: async (rejected: string) => asked.push(rejected) > 0,
      },
    }) as unknown as Session
  expect(await hasAnotherToken(session('b'), call, 'a')).toBe(true)
  expect(asked).toEqual([])
  expect(await hasAnotherToken(session(undefined), call, 'a')).toBe(true)
  expect(await hasAnotherToken(session('a'), call, 'a')).toBe(false)
  expect(asked).toEqual(['a'])
})
