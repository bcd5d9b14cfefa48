import { describe, expect, it, vi } from 'vitest'
import type { Bearer } from '../contract/Credential.ts'
import type { WhenLocked } from '../contract/Call.ts'
import { Waiter } from '../queue/QueuedCall.ts'
import { answers } from '../limiter/call.testing.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import type { Account } from './Account.ts'
import { Origin } from './Scope.ts'

const terms = {
  assumed: { requests: 100, windowMs: 1000 },
  given: undefined,
  burstShare: 1,
  reserve: 0,
  maxWaiting: 100,
}

function setUp(assumed = terms.assumed) {
  const clock = new ManualClock()
  const origin = new Origin({
    clock,
    random: () => 0,
    maxFlightMs: 1000,
    verifiedForMs: 60_000,
    maxInFlight: 4,
  })
  const owner = {}
  const account = (credential: string | undefined): Account =>
    origin.account(credential, { ...terms, assumed })
  const waiter = (
    caller: { owner: object; bearer: Bearer | undefined },
    whenLocked: WhenLocked,
    deadlineAt: number,
  ): Waiter => new Waiter({ caller, priority: 'normal', whenLocked, deadlineAt, timeoutMs: 0 })
  const bearer = (credential: string): Bearer => ({
    fingerprint: credential,
    authorization: () => '',
    redact: (text) => text,
  })
  /** Takes a place; gives what it takes to leave, or to be answered. */
  const enter = (
    credential: string | undefined,
    { whenLocked = 'fail', deadlineAt = Infinity }: { whenLocked?: WhenLocked; deadlineAt?: number } = {},
  ) => {
    const caller = { owner, bearer: credential === undefined ? undefined : bearer(credential) }
    const entering = waiter(caller, whenLocked, deadlineAt)
    const entered = account(credential).dispatcher.enter(entering)
    return { caller, entering, entered }
  }
  const exchange = (credential: string | undefined, kind: keyof typeof answers): void => {
    const { entering, entered } = enter(credential)
    expect(entered).toBe('left')
    origin.answered(account(credential), entering, answers[kind])
  }
  return { clock, origin, account, enter, exchange, bearer }
}

describe('what a token is refused for', () => {
  it.each([
    ['ok', 0],
    ['rejected', 1],
    ['locked', 1],
    ['forbidden', 1],
    ['lost', 1],
  ] as const)('is charged to the anonymous budget if it is %s: %i', (kind, held) => {
    const { account, exchange } = setUp()
    const anonymous = account(undefined)
    exchange('a', kind)
    expect(anonymous.budget.held(0)).toBe(held)
  })

  it('is not charged for a call that is lost while its token is good, nor twice for an anonymous one', () => {
    const { account, exchange } = setUp()
    const anonymous = account(undefined)
    exchange('a', 'ok')
    exchange('a', 'lost')
    expect(anonymous.budget.held(0)).toBe(0)
    exchange(undefined, 'rejected')
    expect(anonymous.budget.held(0)).toBe(1)
  })
})

describe('a call that waits on one account', () => {
  it('leaves when one on another is answered, if that was what it waited for', async () => {
    const { origin, account, enter, clock } = setUp()
    const probes = ['a', 'b', 'c'].map((credential) => enter(credential))
    const { entering, entered } = enter('d')
    expect(entered).toBe('waiting')
    const outcome = entering.outcome()
    const [first] = probes
    if (first) origin.answered(account('a'), first.entering, answers.ok)
    await clock.advance(0)
    expect(await outcome).toBeUndefined()
  })

  it('hears of a lockout met on another', async () => {
    const { origin, account, enter } = setUp()
    const first = enter('a')
    enter('b')
    const { entering } = enter('b')
    const outcome = entering.outcome()
    origin.answered(account('a'), first.entering, answers.locked)
    expect(await outcome).toMatchObject({ kind: 'locked' })
  })
})

describe('a call that would wait too long for what another was answered (P8)', () => {
  it('is refused when that is charged to the budget it waits for', async () => {
    const { origin, account, enter, exchange, clock } = setUp({ requests: 2, windowMs: 1000 })
    exchange(undefined, 'ok')
    await clock.advance(600)
    exchange(undefined, 'ok')
    const probe = enter('a')
    const [hasty, patient] = [enter(undefined, { deadlineAt: 1500 }), enter(undefined)]
    expect([hasty.entered, patient.entered]).toEqual(['waiting', 'waiting'])
    const outcome = hasty.entering.outcome()
    origin.answered(account('a'), probe.entering, answers.rejected)
    expect(await outcome).toMatchObject({ kind: 'wait', retryAt: 1601.5, reason: 'limit' })
    expect(account(undefined).dispatcher.waiting).toBe(1)
  })

  it('is refused when that leaves no probe for its token', async () => {
    const { origin, account, enter, clock } = setUp()
    const probes = ['a', 'b', 'c'].map((credential) => ({ credential, ...enter(credential) }))
    const { entering, entered } = enter('d', { deadlineAt: 30_000 })
    expect(entered).toBe('waiting')
    const outcome = entering.outcome()
    for (const probe of probes) origin.answered(account(probe.credential), probe.entering, answers.rejected)
    expect(await outcome).toMatchObject({ kind: 'wait', retryAt: 60_031, reason: 'unconfirmed' })
    expect(clock.now()).toBe(0)
  })
})

it('hears that a lockout goes on, though one before it is willing to wait', async () => {
  const { origin, account, enter, exchange, clock } = setUp()
  exchange('a', 'locked')
  await clock.advance(60_000)
  const probe = enter('a')
  enter('b', { whenLocked: 'wait' })
  const { entering, entered } = enter('b')
  expect(entered).toBe('waiting')
  const outcome = entering.outcome()
  origin.answered(account('a'), probe.entering, answers.locked)
  expect(await outcome).toMatchObject({ kind: 'locked', retryAt: 180_000 })
})

describe('a token that replaces another', () => {
  it('goes on with its account, the permits held and those who wait included', async () => {
    const { origin, account, enter, bearer, clock } = setUp()
    const old = account('a')
    enter('a')
    const { caller, entering, entered } = enter('a')
    expect(entered).toBe('waiting')
    const outcome = entering.outcome()
    caller.bearer = bearer('b')
    origin.replace('a', 'b', () => true)
    await clock.advance(0)
    expect(account('b')).toBe(old)
    expect(entering.credential).toBe('b')
    expect(old.budget.inFlight).toBe(1)
    origin.answered(account('a'), entering, answers.unsent)
    void outcome
  })

  it('brings its permits into an account that is there already, but not into the anonymous one', () => {
    const { origin, account, exchange } = setUp()
    const [known, anonymous] = [account('b'), account(undefined)]
    exchange('a', 'ok')
    origin.replace('a', 'b', () => true)
    expect(known.budget.held(0)).toBe(1)
    origin.replace('b', undefined, () => true)
    expect(anonymous.budget.held(0)).toBe(0)
  })
})

it('forgets accounts with nothing to remember, so that many tokens cost no memory (pitfall 30)', async () => {
  const { account, exchange, clock } = setUp()
  const kept = account('watched')
  kept.watch(() => {})
  const first = account('0')
  for (let index = 0; index < 15; index += 1) {
    exchange(String(index), 'ok')
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
  expect([ours.budget.reserve, ours.dispatcher.maxWaiting]).toEqual([0.5, 3])
})

it('refuses at once who would wait too long on the terms of another client that joins (P8)', async () => {
  const { account, enter, exchange } = setUp({ requests: 1, windowMs: 1000 })
  exchange(undefined, 'ok')
  const { entering, entered } = enter(undefined, { deadlineAt: 5000 })
  expect(entered).toBe('waiting')
  const outcome = entering.outcome()
  account(undefined).join({ ...terms, given: { requests: 1, windowMs: 10_000 } })
  expect(await outcome).toMatchObject({ kind: 'wait', retryAt: 10_006 })
})

it('tells whoever watches an account of its changes, until they stop', () => {
  const { account, exchange } = setUp()
  const watcher = vi.fn<() => void>()
  const stop = account('a').watch(watcher)
  exchange('a', 'ok')
  expect(watcher).toHaveBeenCalled()
  stop()
  watcher.mockClear()
  exchange('a', 'ok')
  expect(watcher).not.toHaveBeenCalled()
})
