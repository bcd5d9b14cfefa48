import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../limiter/call.testing.ts'
import { queued } from '../queue/queuedCall.testing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { callWith } from './host.testing.ts'
import { setUp } from './sparePermits.testing.ts'

const verifying = call({ credentialId: 'c' })

describe('permits for calls to come are asked for', () => {
  it('twice as many as calls left since the last commit, less those that are held', () => {
    const { left, wanted, grant } = setUp()
    left(3)
    expect(wanted()).toBe(6)
    grant(6)
    left(4)
    expect(wanted()).toBe(2)
  })

  it('never if no call has left, and those that are held go back', () => {
    const { wanted, grant, holdings } = setUp()
    grant(6)
    expect([wanted(), holdings.size]).toEqual([0, 0])
  })

  it('of a large limit without a token: sixteen for the first call, and what was needed lately', async () => {
    const { host, left, wanted, grant, holdings } = setUp('anonymous', 10_000)
    left(1)
    expect(wanted()).toBe(16)
    grant(16)
    left(20)
    expect(wanted()).toBe(24)
    left(2)
    await host.clock.advance(249)
    expect(wanted()).toBe(24)
    await host.clock.advance(1)
    expect([wanted(), holdings.size]).toEqual([0, 0])
  })

  it('of a large limit in full for 250 ms after they came, though fewer calls wait by then', async () => {
    const waiting = [queued(), queued(), queued()]
    const { host, wanted, grant, holdings } = setUp('anonymous', 10_000, waiting)
    await host.clock.advance(1000)
    expect(wanted()).toBe(48)
    grant(48)
    waiting.pop()
    await host.clock.advance(100)
    wanted()
    // A commit that brings no more changes nothing of that.
    grant(0)
    await host.clock.advance(149)
    expect([wanted(), holdings.size]).toEqual([0, 48])
    await host.clock.advance(1)
    expect([wanted(), holdings.size]).toEqual([0, 32])
  })

  it('of a smaller limit no longer than they are needed', () => {
    const { left, wanted, grant, holdings } = setUp('anonymous', 9999)
    left(30)
    wanted()
    grant(60)
    expect([wanted(), holdings.size]).toEqual([0, 0])
  })

  it('of a large limit as many as may be held, if its calls and other members wait for slots', () => {
    const inLine = (requests: number, waiting = [queued()]): number => {
      const { own, wanted } = setUp('a', requests, waiting)
      own.renewed(undefined, { othersWait: true, unwritten: [] })
      return wanted()
    }
    expect([inLine(10_000), inLine(10_000, []), inLine(9999)]).toEqual([128, 0, 0])
  })

  it('of a large limit: sixteen for each call that waits, if several do', () => {
    const three = [queued(), queued(), queued()]
    expect(setUp('a', 10_000, three).wanted()).toBe(48)
    expect(setUp('a', 10_000, [queued()]).wanted()).toBe(0)
    expect(setUp('a', 9999, three).wanted()).toBe(0)
  })

  it('128 at most, or a tenth of the limit', () => {
    const most = (requests: number): number => {
      const { left, wanted } = setUp('a', requests)
      left(1000)
      return wanted()
    }
    expect([9999, 1280, 109, 9].map(most)).toEqual([128, 128, 10, 0])
  })

  it('and kept for 250 ms after they came, if the member works with few commits', async () => {
    const { host, left, wanted, grant, holdings } = setUp('a', 100, [], 100)
    left(2)
    grant(wanted())
    expect([wanted(), holdings.size]).toEqual([0, 4])
    await host.clock.advance(250)
    expect([wanted(), holdings.size]).toEqual([0, 0])
  })

  it('not after a single call, unless another has left less than 250 ms before', async () => {
    const { host, left, wanted } = setUp()
    left(1)
    expect(wanted()).toBe(0)
    await host.clock.advance(249)
    left(1)
    expect(wanted()).toBe(2)
    await host.clock.advance(250)
    left(1)
    expect(wanted()).toBe(0)
  })

  it('not of a limit below 10 000 while other members wait for slots, and what is held goes back', () => {
    const { own, left, wanted, hold, holdings } = setUp()
    hold({})
    own.renewed(undefined, { othersWait: true, unwritten: [] })
    left(3)
    expect([wanted(), holdings.size]).toEqual([0, 0])
  })

  it('like those of the call that waits first, and what it cannot use goes back', () => {
    const next = callWith('next')
    const { spares, account, grant, holdings } = setUp('a', 9999, [next])
    for (let count = 0; count < 2; count += 1) spares.count(account, callWith('before'))
    grant(2, { credentialId: 'before' })
    expect(spares.wanted(account, false)).toEqual([next, next, next, next])
    expect(holdings.size).toBe(0)
  })

  it('by turns like each of the calls that left, if those had the token of the newest', () => {
    const { spares, account } = setUp()
    const calls = [callWith('before', 1), callWith('before', 3), callWith('c', 2), callWith('c', 4)]
    for (const each of calls) spares.count(account, each)
    expect(spares.wanted(account, false).map(({ timeoutMs }) => timeoutMs)).toEqual([2, 4, 2, 4, 2, 4, 2, 4])
  })

  it('of a large limit: twice as many as calls left, if that is more than sixteen', () => {
    const { left, wanted } = setUp('a', 10_000, [queued()])
    left(3)
    expect(wanted()).toBe(16)
    left(9)
    expect(wanted()).toBe(18)
  })

  it('no more by a member that leaves', () => {
    const { left, wanted } = setUp()
    left(3)
    expect(wanted(true)).toBe(0)
  })
})

describe('what is held with a token, for calls to come', () => {
  /** Three calls have left, and `waiting` wait. Returns what is held of several permits. */
  function held(requests: number, ...waiting: QueuedCall[]): string[] {
    const { spares, account, hold, holdings } = setUp('a', requests, waiting)
    for (let count = 0; count < 3; count += 1) spares.count(account, callWith('next'))
    hold({ account: 'a', credentialId: 'before' })
    hold({ account: 'a', credentialId: 'before', isLeased: true })
    hold({ account: 'b', credentialId: 'before' })
    hold({ account: 'a' })
    hold({ account: 'a', credentialId: 'next', isLeased: true })
    spares.wanted(account, false)
    return Object.keys(holdings.attempts)
  }

  it('goes back if a call of the account waits for a permit of its own, and nothing else does', () => {
    expect(held(10_000, callWith('next'))).toEqual(['m.2', 'm.3', 'm.4', 'm.5'])
  })

  it('goes back, of a limit below 10 000, with all that no call that waits can use', () => {
    expect(held(9999, callWith('next'))).toEqual(['m.3', 'm.5'])
    expect(held(9999, callWith('next', 30_001))).toEqual(['m.3'])
    expect(held(9999, callWith('next', 30_001), callWith('next', 30_000))).toEqual(['m.3', 'm.5'])
  })

  it('stays while no call waits', () => {
    expect(held(9999)).toEqual(['m.1', 'm.2', 'm.3', 'm.4', 'm.5'])
  })
})

describe('a member whose calls leave on such permits', () => {
  it('uses them no more from the last call on, and not after the next commit', async () => {
    const { host, spares, left, wanted } = setUp()
    expect(spares.unusedMs).toBe(Infinity)
    left(1)
    expect(spares.unusedMs).toBe(0)
    await host.clock.advance(100)
    expect(spares.unusedMs).toBe(100)
    wanted()
    expect(spares.unusedMs).toBe(Infinity)
  })

  it('uses those of a large limit until the next commit', async () => {
    const { host, spares, left, wanted } = setUp('a', 10_000)
    left(1)
    await host.clock.advance(100)
    expect(spares.unusedMs).toBeLessThanOrEqual(0)
    wanted()
    expect(spares.unusedMs).toBe(Infinity)
  })
})

describe('a permit that is held is given to a call', () => {
  it('if its token is verified, by the clock of the store', () => {
    const { account, host, spares, grant } = setUp('c')
    grant(3, { credentialId: 'c' })
    const [call, late] = [callWith('c'), callWith('c')]
    expect(spares.take(account, call, 0)).toBe(false)
    host.auth.settled({ ...verifying, sentAt: 5 }, outcomes.ok, 5)
    expect(spares.take(account, call, 5)).toBe(true)
    expect(call.attemptId).toBe('m.1')
    expect(spares.take(account, late, 60_005)).toBe(false)
  })

  it('unless the server asks to wait', () => {
    const { account, spares, grant } = setUp('anonymous')
    grant(1)
    account.rules.serverLimit.settled(call(), { ...outcomes.limited, retryAfterMs: 5000 }, 0)
    expect(spares.take(account, queued(), 0)).toBe(false)
    expect(spares.take(account, queued(), 7000)).toBe(true)
  })

  it('if there is one', () => {
    const { account, spares } = setUp('anonymous')
    expect(spares.take(account, queued(), 0)).toBe(false)
  })
})

it('tells how many are held of an account for calls to come', () => {
  const { account, host, spares, grant } = setUp('anonymous')
  grant(3)
  spares.take(account, queued(), 0)
  expect(spares.held(account)).toBe(2)
  expect(spares.held({ ...account, dispatcher: host.accounts()[0]!.dispatcher })).toBe(0)
})

it('asks for the next permits when three quarters are used up', async () => {
  const { account, host, spares, grant, commits } = setUp('anonymous', 10_000)
  grant(8)
  for (let index = 0; index < 5; index += 1) expect(spares.take(account, queued(), 0)).toBe(true)
  await host.clock.advance(0)
  expect(commits()).toBe(0)
  spares.take(account, queued(), 0)
  await host.clock.advance(0)
  expect(commits()).toBe(1)
})

describe('the end of a request may be written later', () => {
  it('if it went well, the limit is large, and a permit is held', () => {
    const { account, spares, grant } = setUp('anonymous', 10_000)
    expect(spares.mayWriteLater(account, queued(), outcomes.ok, 0)).toBe(false)
    grant(1)
    expect(spares.mayWriteLater(account, queued(), outcomes.ok, 0)).toBe(true)
    expect(spares.mayWriteLater(account, queued(), outcomes.lost, 0)).toBe(false)
  })

  it('if a commit is under way, and no call waits for it', () => {
    const { account, spares, loop } = setUp('anonymous', 10_000)
    loop.ask()
    expect(spares.mayWriteLater(account, queued(), outcomes.ok, 0)).toBe(true)
    const waiting = setUp('anonymous', 10_000, [queued()])
    waiting.loop.ask()
    expect(waiting.spares.mayWriteLater(waiting.account, queued(), outcomes.ok, 0)).toBe(false)
  })

  it('not while its endpoint is refused', () => {
    const { account, host, spares, grant } = setUp('a', 10_000)
    grant(1)
    host.auth.settled(call({ credentialId: 'c' }), outcomes.ok, 0)
    host.auth.settled(call({ credentialId: 'c', sentAt: 1 }), outcomes.unauthorized, 1)
    expect(spares.mayWriteLater(account, callWith('c'), outcomes.ok, 1000)).toBe(false)
    expect(spares.mayWriteLater(account, callWith('c'), outcomes.ok, 61_000)).toBe(true)
  })

  it.each<[string, { requests?: number; held?: number; othersWait?: boolean }, boolean]>([
    ['of a limit from which on the member works with few commits', { requests: 100 }, true],
    ['not of a smaller one', { requests: 99 }, false],
    ['not if no permit is held, though a commit is under way', { held: 0 }, false],
    ['not while other members wait for slots', { othersWait: true }, false],
  ])('%s', (_, { requests = 100, held = 1, othersWait = false }, mayBe) => {
    const { account, spares, grant, own, loop } = setUp('anonymous', requests, [], 100)
    grant(held)
    loop.ask()
    own.renewed(undefined, { othersWait, unwritten: [] })
    expect(spares.mayWriteLater(account, queued(), outcomes.ok, 0)).toBe(mayBe)
  })

  it('never of a smaller limit', () => {
    const { account, spares, grant } = setUp('anonymous', 9999)
    grant(1)
    expect(spares.mayWriteLater(account, queued(), outcomes.ok, 0)).toBe(false)
  })
})
