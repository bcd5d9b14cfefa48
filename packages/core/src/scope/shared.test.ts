import { describe, expect, it, vi } from 'vitest'
import type { Credential } from '../contract/Credential.ts'
import type { SharedStore } from '../contract/Store.ts'
import { outcomes } from '../limiter/call.testing.ts'
import { QueuedCall } from '../queue/QueuedCall.ts'
import { silentCaller } from '../queue/queuedCall.testing.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { Scope } from './Scope.ts'
import type { Sharing, SharingHost } from './Sharing.ts'

const terms = {
  assumed: { requests: 100, windowMs: 1000 },
  given: undefined,
  burstShare: 1,
  reserve: 0,
  maxWaiting: 100,
}

/** A scope that shares with a store, which gives a permit to each call while `isOpen`. */
function setUp() {
  const clock = new ManualClock()
  const store = { isOpen: true, isLeaseHeld: true }
  const heard = {
    enter: vi.fn<() => void>(),
    leave: vi.fn<() => Promise<void>>(async () => {}),
    changed: vi.fn<() => void>(),
    pardon: vi.fn<(credentialId: string) => void>(),
    ended: vi.fn<Sharing['ended']>(async () => {}),
  }
  const join = vi.fn<(host: SharingHost) => Sharing>(() => ({
    ...heard,
    offsetMs: 0,
    gate: () => ({
      take: () => store.isOpen,
      serves: () => false,
      spare: () => 0,
      spareOfOthers: () => 0,
      ask() {},
      sent() {},
      retryAt: () => undefined,
    }),
    turn: () => ({
      opensAt: () => (store.isOpen ? 0 : Infinity),
      reason: () => 'turn',
      sent() {},
      settled() {},
    }),
    mayStillSend: () => store.isLeaseHeld,
  }))
  const options = { clock, random: () => 0, maxFlightMs: 1000, verifiedForMs: 60_000, maxInFlight: 4 }
  const onDamage = vi.fn<(place: string) => void>()
  const scope = new Scope(options, { store: { join } as unknown as SharedStore, key: 'origin', onDamage })
  const host = join.mock.calls[0]?.[0] as SharingHost
  const call = (credentialId: string): QueuedCall => {
    const credential = { id: credentialId } as Credential
    return new QueuedCall({
      caller: silentCaller(credential),
      priority: 'normal',
      whenLocked: 'fail',
      deadlineAt: Infinity,
      timeoutMs: 0,
    })
  }
  return { clock, scope, host, heard, store, call, onDamage, options }
}

it('the first client of an origin joins the store, and the last one leaves it', async () => {
  const { scope, heard } = setUp()
  const [first, second] = [scope.enter(), scope.enter()]
  expect(heard.enter).toHaveBeenCalledOnce()
  await first()
  expect(heard.leave).not.toHaveBeenCalled()
  expect(scope.isIdle).toBe(false)
  await second()
  expect(heard.leave).toHaveBeenCalledOnce()
  expect(scope.isIdle).toBe(true)
  scope.enter()
  expect(heard.enter).toHaveBeenCalledTimes(2)
})

it('the store is told what an owner says of a credential, and of each new account', () => {
  const { scope, heard, host, onDamage } = setUp()
  scope.pardon('a')
  expect(heard.pardon).toHaveBeenCalledExactlyOnceWith('a')
  const account = scope.account('a', terms)
  expect(heard.changed).toHaveBeenCalledOnce()
  scope.account('a', terms)
  expect(heard.changed).toHaveBeenCalledOnce()
  expect(host.accounts()).toEqual([account])
  host.onDamage('place')
  expect(onDamage).toHaveBeenCalledExactlyOnceWith('place')
})

describe('a permit', () => {
  it('is given back if its lease has ended before the request is sent', () => {
    const { scope, heard, store, call } = setUp()
    const account = scope.account('a', terms)
    const queued = call('a')
    expect(account.dispatcher.enter(queued)).toBe('sent')
    expect(scope.mayStillSend(queued)).toBe(true)
    store.isLeaseHeld = false
    expect(scope.mayStillSend(queued)).toBe(false)
    expect(heard.ended).toHaveBeenCalledExactlyOnceWith(queued, { kind: 'unsent' })
    // It has ended once, whatever comes later.
    expect(scope.settled(queued, outcomes.ok)).toBeUndefined()
  })

  it('is not there to be given back while the call waits', () => {
    const { scope, heard, store, call } = setUp()
    store.isOpen = false
    const account = scope.account('a', terms)
    const queued = call('a')
    expect(account.dispatcher.enter(queued)).toBe('waiting')
    account.dispatcher.withdraw(queued)
    expect(account.dispatcher.waiting).toBe(0)
    account.dispatcher.withdraw(queued)
    expect(heard.ended).not.toHaveBeenCalled()
  })

  it('ends once the store has written how', async () => {
    const { scope, call, heard } = setUp()
    const queued = call('a')
    scope.account('a', terms).dispatcher.enter(queued)
    const written = scope.settled(queued, outcomes.ok)
    expect(written).toBe(heard.ended.mock.results[0]?.value)
    await written
  })
})

describe('two accounts that turn out to be one', () => {
  it('become one: credentials, waiting calls and listeners move', () => {
    const { scope, host, store, call } = setUp()
    store.isOpen = false
    const [one, other] = [scope.account('a', terms), scope.account('b', terms)]
    one.dispatcher.enter(call('a'))
    const listener = vi.fn<() => void>()
    one.watch(listener)
    host.rename(one, 'b')
    expect(scope.account('a', terms)).toBe(other)
    expect(other.credentialIds).toEqual(['b', 'a'])
    expect(host.accounts()).toEqual([other])
    expect([one.dispatcher.waiting, other.dispatcher.waiting]).toEqual([0, 1])
    listener.mockClear()
    other.dispatcher.wake()
    expect(listener).toHaveBeenCalled()
  })

  it('are one if only the name is new', () => {
    const { scope, host } = setUp()
    const account = scope.account('a', terms)
    host.rename(account, 'a')
    host.rename(account, 'x')
    expect(account.id).toBe('x')
    expect(host.accounts()).toEqual([account])
    expect(scope.account('a', terms)).toBe(account)
    // An account that is there no more has no name to change.
    host.rename({ id: 'gone' } as never, 'y')
    expect(host.accounts()).toEqual([account])
  })
})

describe('whose account a credential uses', () => {
  it('is its own, or that of its name, or of the one that it replaces', () => {
    const { scope } = setUp()
    const [anonymous, first] = [scope.account(undefined, terms), scope.account('a', terms)]
    expect([anonymous.id, first.id]).toEqual(['anonymous', 'a'])
    const named = scope.account('b', terms, { account: 'shop', previous: 'a' })
    expect([named.id, named.isNamed, first.isNamed]).toEqual(['name:shop', true, false])
    expect(scope.account('c', terms, { account: 'shop' })).toBe(named)
    expect(scope.account('d', terms, { previous: 'a' })).toBe(first)
    expect(scope.account('e', terms, { previous: 'unknown' }).id).toBe('e')
  })

  it('moves the calls that wait to that of a credential that replaces it', () => {
    const { scope, store, call } = setUp()
    store.isOpen = false
    const [from, to] = [scope.account('a', terms), scope.account('b', terms)]
    const [moving, staying] = [call('a'), call('a')]
    for (const each of [moving, staying]) from.dispatcher.enter(each)
    scope.replace('a', 'a', () => true)
    scope.replace('a', 'unknown', () => true)
    scope.replace('unknown', 'b', () => true)
    expect([from.dispatcher.waiting, to.dispatcher.waiting]).toEqual([2, 0])
    scope.replace('a', 'b', (each) => each === moving)
    expect([from.dispatcher.waiting, to.dispatcher.waiting]).toEqual([1, 1])
  })
})

describe('another client of one account', () => {
  const given = { requests: 10, windowMs: 1000 }

  it('is told in which options it differs, and the strictest hold', () => {
    const { scope } = setUp()
    const account = scope.account('a', { ...terms, burstShare: 0.5 })
    expect(account.join({ ...terms, burstShare: 0.5 })).toEqual([])
    const stricter = { ...terms, given, burstShare: 0.7, reserve: 0.1, maxWaiting: 5 }
    expect(account.join(stricter)).toEqual(['limit', 'burstShare', 'reserve', 'maxWaiting'])
    expect(account.terms).toMatchObject({ burstShare: 0.5, reserve: 0.1, maxWaiting: 5 })
    expect(account.limits).toEqual([given])
  })

  it('adds no limit that the account has', () => {
    const { scope } = setUp()
    const account = scope.account('a', { ...terms, given })
    expect(account.join({ ...terms, given: { ...given } })).toEqual([])
    expect(account.limits).toEqual([])
    expect(account.join({ ...terms, given: { ...given, windowMs: 500 } })).toEqual(['limit'])
    expect(account.limits).toHaveLength(1)
  })

  it('is turned away if the others hold the queue to fewer calls', () => {
    const { scope, store, call } = setUp()
    const account = scope.account('a', terms)
    account.join({ ...terms, maxWaiting: 1 })
    store.isOpen = false
    for (let index = 0; index < 2; index += 1) account.dispatcher.enter(call('a'))
    account.dispatcher.turns(2)
    account.dispatcher.reply([], false)
    expect(account.dispatcher.waiting).toBe(1)
  })
})

it('an account that is watched, waits or holds a permit is not idle', () => {
  const { scope, store, call, clock } = setUp()
  const account = scope.account('a', terms)
  expect(account.isIdle(0)).toBe(true)
  const stop = account.watch(() => {})
  expect(account.isIdle(0)).toBe(false)
  stop()
  expect(account.isIdle(0)).toBe(true)
  store.isOpen = false
  const waiting = call('a')
  account.dispatcher.enter(waiting)
  expect(account.isIdle(clock.now())).toBe(false)
  account.dispatcher.withdraw(waiting)
  account.budget.charge(outcomes.rejected, 0)
  expect(account.isIdle(0)).toBe(false)
})

describe('the end of a request', () => {
  it('is told to those that watch another account if a lockout has begun or ended, and else not', () => {
    const { scope, call, clock } = setUp()
    const [account, other] = [scope.account('a', terms), scope.account('b', terms)]
    const listener = vi.fn<() => void>()
    other.watch(listener)
    const end = (outcome: (typeof outcomes)[keyof typeof outcomes]): number => {
      const queued = call('a')
      account.dispatcher.enter(queued)
      listener.mockClear()
      void scope.settled(queued, outcome)
      return listener.mock.calls.length
    }
    expect(end(outcomes.ok)).toBe(0)
    expect(end(outcomes.locked)).toBe(1)
    void clock.advance(3_600_000)
    expect(end(outcomes.locked)).toBe(1)
    void clock.advance(3_600_000)
    expect(end(outcomes.ok)).toBe(1)
    expect(end(outcomes.ok)).toBe(0)
  })
})

it('a credential that its owner says is good is verified anew', () => {
  const { scope, call } = setUp()
  const queued = call('a')
  scope.account('a', terms).dispatcher.enter(queued)
  void scope.settled(queued, outcomes.rejected)
  expect(scope.auth.status('a', 0).status).toBe('rejected')
  scope.pardon('a')
  expect(scope.auth.status('a', 0).status).toBe('unverified')
})

it('a call waits for the turn of its member', () => {
  const { scope, store, call } = setUp()
  store.isOpen = false
  const account = scope.account('a', terms)
  account.dispatcher.enter(call('a'))
  account.dispatcher.turns(1)
  account.dispatcher.reply([], false)
  expect(account.dispatcher.next(0)?.reason).toBe('turn')
})

it('an origin is not idle while one of its accounts is not, and a credential is remembered once', () => {
  const { scope } = setUp()
  const account = scope.account('a', terms)
  const stop = account.watch(() => {})
  expect(scope.isIdle).toBe(false)
  stop()
  expect(scope.isIdle).toBe(true)
  account.addCredential('b')
  account.addCredential('a')
  expect(account.credentialIds).toEqual(['b', 'a'])
})
