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
  const send = (now: number, credentialId = 'a', endpoint = 'GET /a'): Call => {
    const sent = call({ credentialId, endpoint, sentAt: now })
    auth.sent(sent, now)
    return sent
  }
  const outcome = (sent: Call, outcome: Outcome, now: number): void => auth.settled(sent, outcome, now)
  const exchange = (
    now: number,
    kind: keyof typeof outcomes,
    credentialId = 'a',
    endpoint = 'GET /a',
  ): void => outcome(send(now, credentialId, endpoint), outcomes[kind], now)
  const opensAt = (now: number, credentialId = 'a'): number => auth.opensAt(call({ credentialId }), now)
  const mayOpenEarlier = (credentialId = 'a'): boolean => auth.mayOpenEarlier(call({ credentialId }))
  const status = (now: number, credentialId = 'a') => auth.status(credentialId, now)
  const refusal = (now: number, endpoint: string) =>
    auth.refusal(call({ credentialId: 'a', endpoint }), now)?.kind
  return { auth, send, outcome, exchange, opensAt, mayOpenEarlier, status, refusal }
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

describe('the status', () => {
  it.each([
    ['ok', 'verified'],
    ['notFound', 'unverified'],
    ['timeout', 'unverified'],
    ['badGateway', 'unverified'],
    ['broken', 'unverified'],
    ['limited', 'unverified'],
    ['forbidden', 'unverified'],
    ['redirected', 'unverified'],
    ['unsent', 'unverified'],
    ['lost', 'unverified'],
    ['rejected', 'rejected'],
    ['unauthorized', 'rejected'],
    ['locked', 'locked'],
  ] as const)('on a new credential after an answer that is %s: %s', (kind, expected) => {
    const { exchange, status } = setUp()
    expect(status(0)).toEqual({ status: 'unverified', until: undefined })
    exchange(0, kind)
    expect(status(0).status).toBe(expected)
  })

  it('that it is good is believed for verifiedForMs', () => {
    const { exchange, status } = setUp()
    exchange(5, 'ok')
    expect(status(5)).toEqual({ status: 'verified', until: minute + 5 })
    expect(status(minute + 5)).toEqual({ status: 'unverified', until: undefined })
  })

  it('that it is rejected holds for a minute, and until its owner says otherwise', () => {
    const { auth, exchange, status } = setUp()
    exchange(0, 'rejected')
    expect(status(0)).toEqual({ status: 'rejected', until: minute })
    expect(status(minute)).toEqual({ status: 'unverified', until: undefined })
    auth.pardon('a')
    expect(status(0).status).toBe('unverified')
  })

  it('on nothing is anonymous', () => {
    expect(setUp().auth.status(undefined, 0)).toEqual({ status: 'anonymous', until: undefined })
  })
})

describe('a credential that is not proven', () => {
  it('sends one, alone', () => {
    const { send, opensAt, outcome } = setUp()
    expect(opensAt(0)).toBe(0)
    const probe = send(0)
    expect(opensAt(0)).toBe(Infinity)
    outcome(probe, outcomes.limited, 10)
    expect(opensAt(10)).toBe(10)
  })

  it.each(['notFound', 'broken', 'limited', 'redirected', 'forbidden', 'unsent'] as const)(
    'goes alone again after one that is %s, however many of these there are',
    (kind) => {
      const { exchange, opensAt, send } = setUp()
      for (let index = 0; index < 8; index += 1) exchange(index, kind)
      expect(opensAt(8)).toBe(8)
      send(8)
      expect(opensAt(8)).toBe(Infinity)
    },
  )

  it('has its answer heard though the caller has left', () => {
    const { auth, send } = setUp()
    const probe = send(0)
    expect(auth.mustBeHeard(probe, 0)).toBe(true)
  })

  it.each(['lost', 'badGateway', 'timeout', 'rejected', 'unauthorized'] as const)(
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
  const { auth, opensAt, exchange, status } = setUp()
  const anonymous = [call(), call(), call(), call()]
  for (const each of anonymous) auth.sent(each, 0)
  expect(opensAt(0)).toBe(0)
  expect(auth.mustBeHeard(call(), 0)).toBe(false)
  for (const each of anonymous) auth.settled(each, outcomes.rejected, 0)
  expect([opensAt(0), status(0).status, auth.isQuiet(0)]).toEqual([0, 'unverified', true])
  exchange(0, 'ok')
  expect(status(0).status).toBe('verified')
})

describe('a credential that is proven', () => {
  it('has maxInFlight under way', () => {
    const { exchange, send, opensAt, mayOpenEarlier } = setUp()
    exchange(0, 'ok')
    for (let index = 0; index < 4; index += 1) {
      expect(opensAt(1)).toBe(1)
      send(1)
    }
    expect([opensAt(1), mayOpenEarlier()]).toEqual([1 + 15_000, true])
  })

  it('shares them with all others at the origin, and with what is unconfirmed', () => {
    const { exchange, send, opensAt, mayOpenEarlier } = setUp()
    exchange(0, 'ok')
    exchange(0, 'ok', 'b')
    exchange(0, 'rejected', 'c')
    send(1, 'b')
    send(1, 'b')
    expect(opensAt(1)).toBe(1)
    send(1)
    expect([opensAt(1), mayOpenEarlier()]).toEqual([unconfirmedMs, true])
    expect(opensAt(1, 'd')).toBe(Infinity)
  })

  it('with one slot sends one at a time, two unconfirmed notwithstanding', () => {
    const { exchange, send, outcome, opensAt } = setUp({ maxInFlight: 1 })
    exchange(0, 'ok')
    const sent = send(0)
    expect(opensAt(0)).toBe(Infinity)
    outcome(sent, outcomes.lost, 1)
    exchange(1, 'lost')
    expect(opensAt(1)).toBe(1)
  })

  it('forgets missing responses once the API has accepted a request that was sent after them', () => {
    const { exchange, opensAt, send, outcome } = setUp()
    exchange(0, 'ok')
    for (let index = 0; index < 3; index += 1) exchange(1, 'lost')
    const late = send(2)
    for (let index = 0; index < 3; index += 1) exchange(3, 'lost')
    expect(opensAt(3)).toBe(3 + 15_000)
    outcome(late, outcomes.ok, 4)
    expect(opensAt(4)).toBe(4)
    exchange(4, 'lost')
    expect(opensAt(4)).toBe(4 + 15_000)
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

describe('a failure of the API', () => {
  it.each(['broken', 'notFound', 'limited', 'forbidden', 'redirected'] as const)(
    'that is %s holds up nothing on a verified credential, however often',
    (kind) => {
      const { exchange, send, opensAt, status } = setUp()
      exchange(0, 'ok')
      for (let index = 0; index < 8; index += 1) exchange(1, kind)
      for (let index = 0; index < 4; index += 1) {
        expect(opensAt(1)).toBe(1)
        send(1)
      }
      expect(status(1).status).toBe('verified')
    },
  )

  describe.each(['badGateway', 'timeout', 'lost'] as const)('that is %s', (kind) => {
    it('holds up nothing on a verified credential until there are four', () => {
      const { exchange, opensAt } = setUp()
      exchange(0, 'ok')
      for (let index = 0; index < 4; index += 1) {
        expect(opensAt(1)).toBe(1)
        exchange(1, kind)
      }
      expect(opensAt(1)).toBe(1 + 15_000)
    })

    it('makes calls go one at a time, 15 s apart, until one gets another response', () => {
      const { exchange, opensAt, send, outcome } = setUp()
      exchange(0, 'ok')
      for (let index = 0; index < 4; index += 1) exchange(0, kind)
      exchange(15_000, kind)
      expect(opensAt(15_001)).toBe(30_000)
      const alone = send(30_000)
      expect(opensAt(30_001)).toBe(45_000)
      outcome(alone, outcomes.notFound, 30_002)
      expect(opensAt(30_002)).toBe(30_002)
      const next = send(30_002)
      expect(opensAt(30_003)).toBe(45_002)
      outcome(next, outcomes.ok, 30_004)
      for (let index = 0; index < 4; index += 1) {
        expect(opensAt(30_005)).toBe(30_005)
        send(30_005)
      }
    })

    it('takes a slot of those that a verified credential has', () => {
      const { exchange, opensAt, mayOpenEarlier, send } = setUp()
      exchange(0, 'ok')
      for (let index = 0; index < 3; index += 1) exchange(0, kind)
      send(1)
      expect([opensAt(1), mayOpenEarlier()]).toEqual([15_001, true])
    })
  })

  it('of a request that certainly reached the API while the credential was good counts for nothing', () => {
    const { exchange, opensAt, send, outcome } = setUp()
    exchange(0, 'ok')
    const slow = [send(0), send(0), send(0)]
    exchange(10_000, 'ok')
    for (const each of slow) outcome(each, outcomes.lost, 30_000)
    exchange(30_000, 'lost')
    expect(opensAt(30_000)).toBe(30_000)
  })
})

describe('slow requests', () => {
  it('that take every slot let one other go after 15 s, whose good response frees them all', () => {
    const { exchange, opensAt, mayOpenEarlier, send, outcome } = setUp()
    exchange(0, 'ok')
    const slow = [send(1), send(1), send(1), send(1)]
    expect([opensAt(2), mayOpenEarlier()]).toEqual([15_001, true])
    const other = send(15_001)
    expect(opensAt(15_002)).toBe(30_001)
    outcome(other, outcomes.ok, 15_003)
    for (let index = 0; index < 4; index += 1) {
      expect(opensAt(15_004)).toBe(15_004)
      send(15_004)
    }
    for (const each of slow) outcome(each, outcomes.ok, 40_000)
    expect(opensAt(40_000)).toBeGreaterThanOrEqual(40_000)
  })

  it('no longer count once a request that was sent 10 s later is accepted, and not before', () => {
    const { exchange, opensAt, send } = setUp()
    exchange(0, 'ok')
    for (let index = 0; index < 3; index += 1) send(1)
    exchange(10_000, 'ok')
    send(10_000)
    expect(opensAt(10_000)).toBe(25_000)
    exchange(10_001, 'ok')
    expect(opensAt(10_001)).toBe(10_001)
  })
})

describe('an endpoint that answers 401 to a verified credential', () => {
  it('is refused, and the next call to another goes alone and decides', () => {
    const { auth, exchange, opensAt, refusal, send, outcome, status } = setUp()
    exchange(0, 'ok', 'a', 'GET /good')
    exchange(1, 'unauthorized', 'a', 'GET /bad')
    expect(status(1).status).toBe('unverified')
    expect(auth.refusal(call({ credentialId: 'a', endpoint: 'GET /bad' }), 1)).toEqual({
      kind: 'refused',
      credentialId: 'a',
      retryAt: 1 + minute,
    })
    expect([refusal(1, 'GET /good'), refusal(1, 'POST /bad')]).toEqual([undefined, undefined])
    const probe = send(2, 'a', 'GET /good')
    expect(opensAt(2)).toBe(Infinity)
    outcome(probe, outcomes.ok, 3)
    expect([opensAt(3), status(3).status, refusal(3, 'GET /bad')]).toEqual([3, 'verified', 'refused'])
    expect(refusal(1 + minute, 'GET /bad')).toBeUndefined()
  })

  it('has the credential rejected if another endpoint does so as well', () => {
    const { exchange, refusal, status } = setUp()
    exchange(0, 'ok')
    exchange(1, 'unauthorized', 'a', 'GET /bad')
    exchange(2, 'unauthorized', 'a', 'GET /other')
    expect([status(2).status, refusal(2, 'GET /good')]).toEqual(['rejected', 'rejected'])
  })

  it('is no judge of the credential when it is asked again later, be that verified or not', () => {
    const { exchange, refusal, status } = setUp()
    exchange(0, 'ok')
    exchange(1, 'unauthorized', 'a', 'GET /bad')
    exchange(2, 'ok', 'a', 'GET /good')
    expect(status(2 * minute).status).toBe('unverified')
    exchange(2 * minute, 'unauthorized', 'a', 'GET /bad')
    expect([status(2 * minute).status, refusal(2 * minute, 'GET /good')]).toEqual(['unverified', undefined])
    expect(refusal(4 * minute - 1, 'GET /bad')).toBe('refused')
  })

  it('says no more when several requests to it were in flight', () => {
    const { exchange, refusal, send, outcome, status } = setUp()
    exchange(0, 'ok')
    const bad = [send(1, 'a', 'GET /bad'), send(1, 'a', 'GET /bad')]
    for (const each of bad) outcome(each, outcomes.unauthorized, 2)
    expect([status(2).status, refusal(2, 'GET /good')]).toEqual(['unverified', undefined])
  })

  it('waits for the API to forget, if three failed or unconfirmed logins ended within a minute', () => {
    const { exchange, opensAt } = setUp()
    exchange(0, 'ok')
    exchange(0, 'rejected', 'b')
    exchange(0, 'badGateway', 'c')
    expect(opensAt(1)).toBe(1)
    exchange(1, 'unauthorized', 'a', 'GET /bad')
    expect(opensAt(1)).toBe(unconfirmedMs)
  })

  it('is asked again when its owner says that the credential is good', () => {
    const { auth, exchange, refusal } = setUp()
    exchange(0, 'ok')
    exchange(1, 'unauthorized', 'a', 'GET /bad')
    auth.pardon('a')
    expect(refusal(1, 'GET /bad')).toBeUndefined()
  })

  it('is no evidence of a lockout', () => {
    const { auth, exchange } = setUp()
    exchange(0, 'ok')
    exchange(1, 'unauthorized', 'a', 'GET /bad')
    exchange(2, 'ok', 'a', 'GET /good')
    expect(auth.evidence('a', 2)).toEqual({ isProven: true, hasRejection: false, forbidden: 0 })
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

  it('says nothing about its successor when it is late', () => {
    const { send, outcome, exchange, status } = setUp()
    const late = send(0)
    exchange(1, 'ok', 'b')
    outcome(late, outcomes.rejected, 2)
    expect([status(2).status, status(2, 'b').status]).toEqual(['rejected', 'verified'])
  })
})

describe('a lockout', () => {
  const locked = { ...outcomes.locked, retryAfterMs: 9000 }

  it('refuses or holds everything that authenticates until its time, then lets one through', () => {
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
    ['rejected', false],
    ['unauthorized', false],
    ['notFound', true],
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
    const { send, outcome, status } = setUp()
    outcome(send(0), locked, 0)
    expect(status(9999)).toEqual({ status: 'locked', until: 10_000 })
    expect(status(10_000)).toEqual({ status: 'locked', until: undefined })
    send(10_000)
    expect(status(10_000)).toEqual({ status: 'locked', until: undefined })
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

it('can forget a credential with nothing under way and no rejection to remember', () => {
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
  ['badGateway', unconfirmedMs],
  ['broken', 0],
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

describe('members of a store', () => {
  const nothingElsewhere = { flights: [], hasUnseen: false }

  it('know what another one knew: credentials, failed logins and the lockout', () => {
    const one = setUp()
    one.exchange(0, 'ok', 'good')
    one.exchange(0, 'rejected', 'bad')
    one.exchange(0, 'lost', 'good')
    const other = setUp()
    other.auth.restore(one.auth.snapshot(1), nothingElsewhere, 0)
    expect([other.status(1, 'good').status, other.status(1, 'bad').status]).toEqual(['verified', 'rejected'])
    expect(other.auth.hasUnconfirmed(1)).toBe(true)
    one.exchange(2, 'locked', 'good')
    other.auth.restore(one.auth.snapshot(3), nothingElsewhere, 0)
    expect(other.status(3, 'good').status).toBe('locked')
    other.auth.restore(setUp().auth.snapshot(3), nothingElsewhere, 0)
    expect(other.auth.isLocked).toBe(false)
  })

  it('believe nothing that was proven before they joined', () => {
    const one = setUp()
    one.exchange(5, 'ok', 'good')
    const other = setUp()
    other.auth.restore(one.auth.snapshot(6), nothingElsewhere, 6)
    expect(other.status(6, 'good').status).toBe('unverified')
  })

  it('do not count what has reached the API before the newest proof', () => {
    const one = setUp()
    one.exchange(20_000, 'ok', 'good')
    const flights = [5000, 15_000].map((sentAt) => ({ credentialId: 'good', sentAt, isProbe: false }))
    one.auth.restore(one.auth.snapshot(20_000), { flights, hasUnseen: false }, 0)
    expect(one.auth.slotsWanted({ credentialId: 'good' }, 20_000)).toBe(1)
    expect([2, 3].map((ahead) => one.auth.opensAfter(ahead, call({ credentialId: 'good' }), 20_000))).toEqual(
      [20_000, 15_000 + 15_000],
    )
  })

  it.each([
    ['a verified token', 'ok', 0, true],
    ['a new one', 'unsent', 0, false],
    ['a verified one, while three more may fail', 'ok', 3, true],
    ['a verified one, while four more may fail', 'ok', 4, false],
  ] as const)('may send unseen requests with %s: %s', (_, kind, lost, isAllowed) => {
    const one = setUp()
    one.exchange(0, kind)
    for (let index = 0; index < lost; index += 1) one.exchange(0, 'lost')
    expect(one.auth.mayGoUnseen('a', 0)).toBe(isAllowed)
  })

  it('count a request that another copy of the rules let leave', () => {
    const { auth, mayOpenEarlier } = setUp()
    auth.resume(call({ credentialId: undefined }), false)
    expect([auth.isQuiet(0), mayOpenEarlier()]).toEqual([true, false])
    const probe = call({ credentialId: 'a' })
    auth.resume(probe, true)
    expect([auth.isProbe(probe), auth.isQuiet(0), mayOpenEarlier()]).toEqual([true, false, true])
  })
})

it('a response may let a call leave earlier, unless it has no token or there is a lockout', () => {
  const { auth, send, exchange, mayOpenEarlier } = setUp()
  expect(mayOpenEarlier()).toBe(false)
  send(0, 'b')
  expect(mayOpenEarlier()).toBe(true)
  expect(auth.mayOpenEarlier(call())).toBe(false)
  exchange(0, 'locked', 'c')
  expect(mayOpenEarlier()).toBe(false)
})

it('paces what follows four responses of a gateway, until the API itself responds to a newer call', () => {
  const { send, outcome, exchange, opensAt } = setUp()
  exchange(0, 'ok')
  const older = send(0)
  for (const now of [1, 2, 3, 4]) exchange(now, 'badGateway')
  outcome(older, outcomes.broken, 5)
  expect(opensAt(10)).toBe(4 + 15_000)
  exchange(10, 'broken')
  expect(opensAt(11)).toBe(11)
  outcome(send(2), outcomes.broken, 12)
  expect(opensAt(13)).toBe(13)
})
