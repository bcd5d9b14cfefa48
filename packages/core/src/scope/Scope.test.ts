import { describe, expect, it, vi } from 'vitest'
import type { Credential } from '../contract/Credential.ts'
import type { WhenLocked } from '../contract/Call.ts'
import type { Caller } from '../queue/QueuedCall.ts'
import { QueuedCall } from '../queue/QueuedCall.ts'
import { outcomeOf, silentCaller } from '../queue/queuedCall.testing.ts'
import { outcomes } from '../limiter/call.testing.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import type { Account } from './Account.ts'
import { Scope } from './Scope.ts'

const terms = {
  assumed: { requests: 100, windowMs: 1000 },
  given: undefined,
  burstShare: 1,
  reserve: 0,
  maxWaiting: 100,
}

function setUp(assumed = terms.assumed) {
  const clock = new ManualClock()
  const scope = new Scope({
    clock,
    random: () => 0,
    maxFlightMs: 1000,
    verifiedForMs: 60_000,
    maxInFlight: 4,
  })
  const owner = {}
  const account = (credentialId: string | undefined): Account =>
    scope.account(credentialId, { ...terms, assumed })
  const queued = (caller: Caller, whenLocked: WhenLocked, deadlineAt: number): QueuedCall =>
    new QueuedCall({ caller, priority: 'normal', whenLocked, deadlineAt, timeoutMs: 0 })
  const credential = (credentialId: string): Credential => ({
    id: credentialId,
    authorization: () => '',
    redact: (text) => text,
  })
  /** Takes a place; gives what it takes to leave, or to be answered. */
  const enter = (
    credentialId: string | undefined,
    { whenLocked = 'fail', deadlineAt = Infinity }: { whenLocked?: WhenLocked; deadlineAt?: number } = {},
  ) => {
    const own = credentialId === undefined ? undefined : credential(credentialId)
    const caller = { ...silentCaller(own), owner }
    const entering = queued(caller, whenLocked, deadlineAt)
    const entered = account(credentialId).dispatcher.enter(entering)
    return { caller, entering, entered }
  }
  const attempt = (credentialId: string | undefined, kind: keyof typeof outcomes): void => {
    const { entering, entered } = enter(credentialId)
    expect(entered).toBe('sent')
    void scope.settled(entering, outcomes[kind])
  }
  return { clock, scope, account, enter, attempt, credential }
}

it('remembers sixteen of the credentials that replaced each other, and one account', () => {
  const { scope } = setUp()
  const first = scope.account('c0', terms)
  for (let index = 1; index <= 10_000; index += 1)
    expect(scope.account(`c${index}`, terms, { previous: `c${index - 1}` })).toBe(first)
  expect(first.credentialIds).toHaveLength(16)
  expect(scope.account('c1', terms)).not.toBe(first)
})

describe('what a token is refused for', () => {
  it.each([
    ['ok', 0],
    ['rejected', 1],
    ['locked', 1],
    ['forbidden', 1],
    ['lost', 1],
  ] as const)('is charged to the anonymous budget if it is %s: %i', (kind, held) => {
    const { account, attempt } = setUp()
    const anonymous = account(undefined)
    attempt('a', kind)
    expect(anonymous.budget.held(0)).toBe(held)
  })

  it('is not charged for a call that is lost while its token is good, nor twice for an anonymous one', () => {
    const { account, attempt } = setUp()
    const anonymous = account(undefined)
    attempt('a', 'ok')
    attempt('a', 'lost')
    expect(anonymous.budget.held(0)).toBe(0)
    attempt(undefined, 'rejected')
    expect(anonymous.budget.held(0)).toBe(1)
  })
})

describe('a call that waits on one account', () => {
  it('leaves when one on another is answered, if that was what it waited for', async () => {
    const { scope, enter, clock } = setUp()
    const probes = ['a', 'b', 'c'].map((credentialId) => enter(credentialId))
    const { entering, entered } = enter('d')
    expect(entered).toBe('waiting')
    const outcome = outcomeOf(entering)
    const [first] = probes
    if (first) void scope.settled(first.entering, outcomes.ok)
    await clock.advance(0)
    expect(await outcome).toBeUndefined()
  })

  it('hears of a lockout met on another', async () => {
    const { scope, enter } = setUp()
    const first = enter('a')
    enter('b')
    const { entering } = enter('b')
    const outcome = outcomeOf(entering)
    void scope.settled(first.entering, outcomes.locked)
    expect(await outcome).toMatchObject({ kind: 'locked' })
  })
})

describe('a call that would wait too long for what another was answered (P8)', () => {
  it('is refused when that is charged to the budget it waits for', async () => {
    const { scope, account, enter, attempt, clock } = setUp({ requests: 2, windowMs: 1000 })
    attempt(undefined, 'ok')
    await clock.advance(600)
    attempt(undefined, 'ok')
    const probe = enter('a')
    const [hasty, patient] = [enter(undefined, { deadlineAt: 1500 }), enter(undefined)]
    expect([hasty.entered, patient.entered]).toEqual(['waiting', 'waiting'])
    const outcome = outcomeOf(hasty.entering)
    void scope.settled(probe.entering, outcomes.rejected)
    expect(await outcome).toMatchObject({ kind: 'wait', retryAt: 1601.5, reason: 'limit' })
    expect(account(undefined).dispatcher.waiting).toBe(1)
  })

  it('is refused when that leaves no probe for its token', async () => {
    const { scope, enter, clock } = setUp()
    const probes = ['a', 'b', 'c'].map((credentialId) => ({ credentialId, ...enter(credentialId) }))
    const { entering, entered } = enter('d', { deadlineAt: 30_000 })
    expect(entered).toBe('waiting')
    const outcome = outcomeOf(entering)
    for (const probe of probes) void scope.settled(probe.entering, outcomes.rejected)
    expect(await outcome).toMatchObject({ kind: 'wait', retryAt: 60_031, reason: 'unconfirmed' })
    expect(clock.now()).toBe(0)
  })
})

it('hears that a lockout goes on, though one before it is willing to wait', async () => {
  const { scope, enter, attempt, clock } = setUp()
  attempt('a', 'locked')
  await clock.advance(60_000)
  const probe = enter('a')
  enter('b', { whenLocked: 'wait' })
  const { entering, entered } = enter('b')
  expect(entered).toBe('waiting')
  const outcome = outcomeOf(entering)
  void scope.settled(probe.entering, outcomes.locked)
  expect(await outcome).toMatchObject({ kind: 'locked', retryAt: 180_000 })
})

describe('a token that replaces another', () => {
  it('goes on with its account, the permits held and those who wait included', async () => {
    const { scope, account, enter, credential, clock } = setUp()
    const old = account('a')
    enter('a')
    const { caller, entering, entered } = enter('a')
    expect(entered).toBe('waiting')
    const outcome = outcomeOf(entering)
    caller.credential = credential('b')
    scope.account('b', { ...terms }, { previous: 'a' })
    scope.replace('a', 'b', () => true)
    await clock.advance(0)
    expect(account('b')).toBe(old)
    expect(entering.credentialId).toBe('b')
    expect(old.budget.inFlight).toBe(1)
    void outcome
  })

  it('keeps to its own account if it has one, and no permit is copied or moved', () => {
    const { scope, account, attempt } = setUp()
    const [known, anonymous] = [account('b'), account(undefined)]
    attempt('a', 'ok')
    scope.replace('a', 'b', () => true)
    scope.replace('b', undefined, () => true)
    expect([known, anonymous, account('a')].map(({ budget }) => budget.held(0))).toEqual([0, 0, 1])
  })

  it('is one account with all others of the same name, whatever it replaces', () => {
    const { scope, account } = setUp()
    const named = scope.account('a', terms, { account: 'ours' })
    expect(scope.account('b', terms, { account: 'ours', previous: 'c' })).toBe(named)
    expect(scope.account('d', terms, { account: 'theirs' })).not.toBe(named)
    expect(account(undefined)).not.toBe(named)
  })

  it('a thousand times leaves sixteen to remember', () => {
    const { scope } = setUp()
    const first = scope.account('0', terms)
    for (let index = 1; index <= 1000; index += 1)
      expect(scope.account(String(index), terms, { previous: String(index - 1) })).toBe(first)
    expect(first.credentialIds).toHaveLength(16)
    expect(scope.account('1000', terms)).toBe(first)
    expect(scope.account('1', terms)).not.toBe(first)
  })

  it('leaves a request to the account that it was sent on', () => {
    const { scope, account, enter } = setUp()
    const { caller, entering } = enter('a')
    const [old, next] = [account('a'), account('b')]
    caller.credential = { ...caller.credential, id: 'b' } as Credential
    scope.replace('a', 'b', () => true)
    void scope.settled(entering, outcomes.ok)
    expect([old, next].map(({ budget }) => [budget.inFlight, budget.held(0)])).toEqual([
      [0, 1],
      [0, 0],
    ])
  })
})

it('forgets accounts with nothing to remember, so that many tokens cost no memory', async () => {
  const { account, attempt, clock } = setUp()
  const kept = account('watched')
  kept.watch(() => {})
  const first = account('0')
  for (let index = 0; index < 15; index += 1) {
    attempt(String(index), 'ok')
  }
  await clock.advance(2000)
  account('one more')
  expect(account('watched')).toBe(kept)
  expect(account('0')).not.toBe(first)
})

it('names the options in which clients of an account differ, and holds all to the strictest', () => {
  const { account } = setUp()
  const ours = account('a')
  expect(ours.join(terms)).toEqual([])
  const differing = ours.join({
    ...terms,
    given: { requests: 7, windowMs: 1000 },
    burstShare: 0,
    reserve: 0.5,
    maxWaiting: 3,
  })
  expect(differing).toEqual(['limit', 'burstShare', 'reserve', 'maxWaiting'])
  ours.join({ ...terms, given: { requests: 50, windowMs: 1000 } })
  expect(ours.budget.limit(0).requests).toBe(7)
  expect([ours.budget.reserve, ours.terms.maxWaiting]).toEqual([0.5, 3])
})

it('refuses at once who would wait too long on the terms of another client that joins (P8)', async () => {
  const { account, enter, attempt } = setUp({ requests: 1, windowMs: 1000 })
  attempt(undefined, 'ok')
  const { entering, entered } = enter(undefined, { deadlineAt: 5000 })
  expect(entered).toBe('waiting')
  const outcome = outcomeOf(entering)
  account(undefined).join({ ...terms, given: { requests: 1, windowMs: 10_000 } })
  expect(await outcome).toMatchObject({ kind: 'wait', retryAt: 10_006 })
})

it('tells those that watch an account of its changes, until they stop', () => {
  const { account, attempt } = setUp()
  const watcher = vi.fn<() => void>()
  const stop = account('a').watch(watcher)
  attempt('a', 'ok')
  expect(watcher).toHaveBeenCalled()
  stop()
  watcher.mockClear()
  attempt('a', 'ok')
  expect(watcher).not.toHaveBeenCalled()
})
