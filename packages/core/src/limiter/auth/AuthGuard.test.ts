import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../contract/Outcome.ts'
import type { Call } from '../../contract/Call.ts'
import { outcomes, call } from '../call.testing.ts'
import { unconfirmedMs } from './Unconfirmed.ts'
import { AuthGuard } from './AuthGuard.ts'

const minute = 60_000

function setUp(options: Partial<ConstructorParameters<typeof AuthGuard>[0]> = {}) {
  const auth = new AuthGuard({
    verifiedForMs: minute,
    maxInFlight: 4,
    maxFlightMs: minute,
    random: () => 0,
    ...options,
  })
  const send = (now: number, credentialId = 'a'): Call => {
    const sent = call({ credentialId, sentAt: now })
    auth.sent(sent, now)
    return sent
  }
  const outcome = (sent: Call, outcome: Outcome, now: number): void => auth.settled(sent, outcome, now)
  const exchange = (now: number, kind: keyof typeof outcomes, credentialId = 'a'): void =>
    outcome(send(now, credentialId), outcomes[kind], now)
  const opensAt = (now: number, credentialId = 'a'): number => auth.opensAt(call({ credentialId }), now)
  const verdict = (now: number, credentialId = 'a') => auth.status(credentialId, now)
  return { auth, send, outcome, exchange, opensAt, verdict }
}

describe('what a call waits for', () => {
  it.each<[string, (world: ReturnType<typeof setUp>) => void, string]>([
    ['the call that proves the token', ({ send }) => send(0), 'verification'],
    [
      'calls under way with a proven token',
      ({ send, exchange }) => {
        exchange(0, 'ok')
        for (let index = 0; index < 4; index += 1) send(0)
      },
      'inFlight',
    ],
    [
      'lost calls to be forgotten',
      ({ exchange }) => {
        for (let index = 0; index < 3; index += 1) exchange(0, 'lost')
      },
      'unconfirmed',
    ],
    [
      'calls under way with other tokens',
      ({ send }) => ['b', 'c', 'd'].map((other) => send(0, other)),
      'inFlight',
    ],
    [
      'calls that may have been invalid, with a proven token and few under way',
      ({ exchange, send }) => {
        exchange(0, 'ok')
        for (let index = 0; index < 3; index += 1) exchange(0, 'lost')
        send(0)
      },
      'unconfirmed',
    ],
    ['the end of a lockout', ({ exchange }) => exchange(0, 'locked'), 'lockout'],
  ])('is %s', (_, happen, reason) => {
    const world = setUp()
    happen(world)
    expect(world.opensAt(0)).toBeGreaterThan(0)
    expect(world.auth.reason(call({ credentialId: 'a' }), 0)).toBe(reason)
  })
})

describe('the verdict', () => {
  it.each([
    ['ok', 'verified'],
    ['notFound', 'verified'],
    ['timeout', 'unverified'],
    ['broken', 'unverified'],
    ['limited', 'unverified'],
    ['forbidden', 'unverified'],
    ['redirected', 'unverified'],
    ['unsent', 'unverified'],
    ['lost', 'unverified'],
    ['rejected', 'rejected'],
    ['locked', 'locked'],
  ] as const)('on a new credential after an answer that is %s: %s', (kind, expected) => {
    const { exchange, verdict } = setUp()
    expect(verdict(0)).toEqual({ status: 'unverified', until: undefined })
    exchange(0, kind)
    expect(verdict(0).status).toBe(expected)
  })

  it('that it is good is believed for verifiedForMs', () => {
    const { exchange, verdict } = setUp()
    exchange(5, 'ok')
    expect(verdict(5)).toEqual({ status: 'verified', until: minute + 5 })
    expect(verdict(minute + 5)).toEqual({ status: 'unverified', until: undefined })
  })

  it('that it is rejected holds for a minute, and until its owner says otherwise', () => {
    const { auth, exchange, verdict } = setUp()
    exchange(0, 'rejected')
    expect(verdict(0)).toEqual({ status: 'rejected', until: minute })
    expect(verdict(minute)).toEqual({ status: 'unverified', until: undefined })
    auth.pardon('a')
    expect(verdict(0).status).toBe('unverified')
  })

  it('on nothing is anonymous', () => {
    expect(setUp().auth.status(undefined, 0)).toEqual({ status: 'anonymous', until: undefined })
  })
})

describe('a credential that is not proven', () => {
  it('sends one, alone (pitfall 11)', () => {
    const { send, opensAt, outcome } = setUp()
    expect(opensAt(0)).toBe(0)
    const probe = send(0)
    expect(opensAt(0)).toBe(Infinity)
    outcome(probe, outcomes.limited, 10)
    expect(opensAt(10)).toBe(10)
  })

  it('has its answer heard though the caller has left', () => {
    const { auth, send } = setUp()
    const probe = send(0)
    expect(auth.mustBeHeard(probe, 0)).toBe(true)
  })

  it.each(['lost', 'broken', 'rejected'] as const)(
    'waits after three of whatever credential that are %s, under way ones included',
    (kind) => {
      const { send, outcome, opensAt } = setUp()
      const sent = ['a', 'b', 'c'].map((credentialId) => send(0, credentialId))
      expect(opensAt(0, 'd')).toBe(Infinity)
      for (const each of sent) outcome(each, outcomes[kind], 10)
      expect(opensAt(10, 'd')).toBe(10 + unconfirmedMs + (kind === 'lost' ? minute : 0))
    },
  )
})

it('is nothing to anonymous calls, nor they to it', () => {
  const { auth, opensAt, exchange, verdict } = setUp()
  const anonymous = [call(), call(), call(), call()]
  for (const each of anonymous) auth.sent(each, 0)
  expect(opensAt(0)).toBe(0)
  expect(auth.mustBeHeard(call(), 0)).toBe(false)
  for (const each of anonymous) auth.settled(each, outcomes.rejected, 0)
  expect([opensAt(0), verdict(0).status, auth.isQuiet(0)]).toEqual([0, 'unverified', true])
  exchange(0, 'ok')
  expect(verdict(0).status).toBe('verified')
})

it.each([
  [400, 'verified'],
  [499, 'verified'],
  [408, 'unverified'],
  [500, 'unverified'],
  [302, 'unverified'],
] as const)('a failure with status %i leaves the credential %s', (status, expected) => {
  const { send, outcome, verdict } = setUp()
  outcome(send(0), { ...outcomes.notFound, status }, 0)
  expect(verdict(0).status).toBe(expected)
})

describe('a credential that is proven', () => {
  it('has maxInFlight under way', () => {
    const { exchange, send, opensAt } = setUp()
    exchange(0, 'ok')
    for (let index = 0; index < 4; index += 1) {
      expect(opensAt(1)).toBe(1)
      send(1)
    }
    expect(opensAt(1)).toBe(Infinity)
  })

  it('shares them with all others at the origin, and with what is in doubt', () => {
    const { exchange, send, opensAt } = setUp()
    exchange(0, 'ok')
    exchange(0, 'ok', 'b')
    exchange(0, 'rejected', 'c')
    send(1, 'b')
    send(1, 'b')
    expect(opensAt(1)).toBe(1)
    send(1)
    expect(opensAt(1)).toBe(Infinity)
    expect(opensAt(1, 'd')).toBe(Infinity)
  })

  it('with one place alone sends one at a time, two in doubt notwithstanding', () => {
    const { exchange, send, outcome, opensAt } = setUp({ maxInFlight: 1 })
    exchange(0, 'ok')
    const sent = send(0)
    expect(opensAt(0)).toBe(Infinity)
    outcome(sent, outcomes.lost, 1)
    exchange(1, 'lost')
    expect(opensAt(1)).toBe(1)
  })

  it('clears its doubts by an answer to something that left after', () => {
    const { exchange, opensAt } = setUp()
    exchange(0, 'ok')
    for (let index = 0; index < 3; index += 1) exchange(1, 'lost')
    exchange(2, 'ok')
    for (let index = 0; index < 3; index += 1) exchange(3, 'lost')
    expect(opensAt(3)).toBe(3)
    exchange(3, 'lost')
    expect(opensAt(3)).toBe(3 + minute + unconfirmedMs)
  })

  it('lets two of those given up go unheard, however many are given up at once', () => {
    const { auth, exchange, send, outcome } = setUp()
    exchange(0, 'ok')
    const sent = [send(1), send(1), send(1), send(1)]
    expect(sent.map((each) => auth.mustBeHeard(each, 1))).toEqual([false, false, true, true])
    expect(sent.map((each) => auth.mustBeHeard(each, 1))).toEqual([false, false, true, true])
    for (const each of sent.slice(0, 2)) outcome(each, outcomes.lost, 1)
    expect(auth.mustBeHeard(send(2), 2)).toBe(true)
    outcome(send(3), outcomes.ok, 4)
    expect(auth.mustBeHeard(send(5), 5)).toBe(false)
  })
})

describe('a rejected credential', () => {
  it('has all its calls refused until one may ask again, alone', () => {
    const { auth, exchange, opensAt } = setUp()
    exchange(0, 'rejected')
    const refusal = { kind: 'rejected', credentialId: 'a', retryAt: minute }
    expect(auth.refusal(call({ credentialId: 'a' }), minute - 1)).toEqual(refusal)
    expect(auth.refusal(call({ credentialId: 'a' }), minute)).toBeUndefined()
    expect(auth.refusal(call({ credentialId: 'b' }), 0)).toBeUndefined()
    expect(auth.refusal(call(), 0)).toBeUndefined()
    expect(opensAt(minute)).toBe(minute)
  })

  it('says nothing about its successor when it is late (pitfall 13)', () => {
    const { send, outcome, exchange, verdict } = setUp()
    const late = send(0)
    exchange(1, 'ok', 'b')
    outcome(late, outcomes.rejected, 2)
    expect([verdict(2).status, verdict(2, 'b').status]).toEqual(['rejected', 'verified'])
  })
})

describe('a lockout', () => {
  const locked = { ...outcomes.locked, retryAfterMs: 9000 }

  it('refuses or holds everything that authenticates until its time, then lets one through (pitfall 14)', () => {
    const { auth, send, outcome, exchange, opensAt } = setUp()
    exchange(0, 'ok', 'b')
    outcome(send(0), locked, 0)
    const refusal = { kind: 'locked', retryAt: 10_000, reason: 'it says so' }
    expect(auth.refusal(call({ credentialId: 'b' }), 9999)).toEqual(refusal)
    expect(auth.refusal(call({ credentialId: 'b', whenLocked: 'wait' }), 9999)).toBeUndefined()
    expect(auth.refusal(call(), 0)).toBeUndefined()
    expect(opensAt(0, 'b')).toBe(10_000)
    expect(auth.opensAt(call(), 5)).toBe(5)
    const probe = send(10_000, 'b')
    expect(auth.mustBeHeard(probe, 10_000)).toBe(true)
    expect([opensAt(10_000), opensAt(10_000, 'b')]).toEqual([Infinity, Infinity])
    outcome(probe, outcomes.ok, 10_010)
    expect(auth.isLocked).toBe(false)
    expect(opensAt(10_010, 'b')).toBe(10_010)
  })

  it.each([
    ['ok', false],
    ['notFound', false],
    ['rejected', false],
    ['limited', true],
    ['broken', true],
    ['forbidden', true],
    ['lost', true],
    ['unsent', true],
    ['redirected', true],
    ['locked', true],
  ] as const)('whose probe is %s goes on: %s', (kind, goesOn) => {
    const { auth, send, outcome, exchange } = setUp()
    outcome(send(0), locked, 0)
    exchange(10_000, kind)
    expect(auth.isLocked).toBe(goesOn)
  })

  it.each([
    ['good', 'ok'],
    ['rejected', 'rejected'],
  ] as const)('ends by an answer that is %s to what left in the same instant', (_, kind) => {
    const { auth, send, outcome, exchange } = setUp()
    exchange(0, 'ok')
    const [first, second] = [send(5), send(5)]
    outcome(first, locked, 5)
    outcome(second, outcomes[kind], 5)
    expect(auth.isLocked).toBe(false)
  })

  it('does not end by a late rejection of something that left before', () => {
    const { auth, send, outcome, exchange } = setUp()
    exchange(0, 'ok')
    const [early, late] = [send(1), send(1)]
    outcome(early, locked, 5)
    outcome(late, outcomes.rejected, 6)
    expect(auth.isLocked).toBe(true)
  })

  it('does not end by a late answer to something that left before', () => {
    const { auth, send, outcome, exchange } = setUp()
    exchange(0, 'ok')
    const [early, late] = [send(1), send(1)]
    outcome(early, locked, 5)
    outcome(late, outcomes.ok, 6)
    expect(auth.isLocked).toBe(true)
  })

  it('tells until when, or that only the probe can tell', () => {
    const { send, outcome, verdict } = setUp()
    outcome(send(0), locked, 0)
    expect(verdict(9999)).toEqual({ status: 'locked', until: 10_000 })
    expect(verdict(10_000)).toEqual({ status: 'locked', until: undefined })
    send(10_000)
    expect(verdict(10_000)).toEqual({ status: 'locked', until: undefined })
  })
})

it('gathers the evidence on a 403', () => {
  const { auth, exchange } = setUp()
  expect(auth.evidence('a', 0)).toEqual({ isProven: false, hasRejection: false, forbidden: 0 })
  exchange(0, 'ok')
  exchange(1, 'forbidden')
  exchange(1, 'forbidden')
  exchange(1, 'rejected', 'b')
  expect(auth.evidence('a', 1)).toEqual({ isProven: true, hasRejection: true, forbidden: 2 })
  exchange(2, 'ok')
  expect(auth.evidence('a', minute + 100)).toEqual({ isProven: false, hasRejection: false, forbidden: 0 })
})

it('can forget a credential with nothing under way and no rejection to remember (pitfall 30)', () => {
  const { auth, send, outcome } = setUp()
  expect(auth.isIdle('a', 0)).toBe(true)
  const sent = send(0)
  expect(auth.isIdle('a', 0)).toBe(false)
  outcome(sent, outcomes.rejected, 0)
  expect([minute - 1, minute].map((now) => auth.isIdle('a', now))).toEqual([false, true])
  auth.forget('a')
  expect(auth.status('a', 0).status).toBe('unverified')
})

it.each([
  ['ok', 0],
  ['rejected', unconfirmedMs],
  ['broken', unconfirmedMs],
  ['lost', unconfirmedMs + minute],
] as const)('after one that is %s there is something to remember for %i ms', (kind, forMs) => {
  const { auth, send, outcome } = setUp()
  expect(auth.isQuiet(0)).toBe(true)
  const sent = send(0)
  expect(auth.isQuiet(0)).toBe(false)
  outcome(sent, outcomes[kind], 0)
  if (forMs > 0) expect(auth.isQuiet(forMs - 1)).toBe(false)
  expect(auth.isQuiet(forMs)).toBe(true)
})

it('a lockout is something to remember, however long it lasts', () => {
  const { auth, exchange } = setUp()
  exchange(0, 'locked')
  expect(auth.isQuiet(1e9)).toBe(false)
})
