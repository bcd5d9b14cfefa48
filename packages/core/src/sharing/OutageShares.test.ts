import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../limiter/call.testing.ts'
import { driftMs } from '../limiter/PermitLog.ts'
import { maxFlightMs } from './commit/snapshot.testing.ts'
import { callWith } from './host.testing.ts'
import { offsetMs, setUp, sharesOf } from './outageShares.testing.ts'

/** How long a request counts after its response, if the window is a second. */
const heldMs = 1000 + driftMs(1000)

describe('a share of the anonymous caller', () => {
  it('serves as many calls as the store has set aside, and no more', () => {
    const { take } = setUp('anonymous')
    expect([take(callWith()), take(callWith()), take(callWith())]).toEqual([true, true, false])
  })

  it('gives a call a permit that no commit has granted', () => {
    const { account, holdings, take } = setUp('anonymous')
    const call = callWith(undefined, 30)
    take(call)
    expect(call.attemptId).toBe('m.1')
    expect(holdings.of(call)).toEqual({
      attemptId: 'm.1',
      account,
      attempt: {
        account: 'anonymous',
        credentialId: undefined,
        sentAt: offsetMs,
        timeoutMs: 30,
        isShare: true,
      },
      startedAt: 0,
      queued: call,
    })
  })

  it('spends permits of the limit', () => {
    const { account, take } = setUp('anonymous')
    take(callWith())
    expect(account.rules.budget.inFlight).toBe(1)
  })

  it('serves no call of an account that has none', () => {
    const { shares, host } = setUp('anonymous')
    const [account] = setUp('b').host.accounts()
    const call = callWith()
    expect(account && shares.take(account, call, offsetMs)).toBe(false)
    expect([call.attemptId, host.accounts()[0]?.rules.budget.inFlight]).toEqual([undefined, 0])
  })

  it('serves a call whose response may come before the share ends, and no later one', () => {
    const until = offsetMs + 500
    expect(setUp('anonymous', { until }).take(callWith(undefined, 499))).toBe(true)
    expect(setUp('anonymous', { until }).take(callWith(undefined, 500))).toBe(false)
  })

  it('serves no call while the server asks to wait', async () => {
    const { account, clock, take } = setUp('anonymous')
    account.rules.serverLimit.settled(call(), { ...outcomes.limited, retryAfterMs: 5000 }, offsetMs)
    expect(take(callWith())).toBe(false)
    await clock.advance(6000)
    expect(take(callWith())).toBe(true)
  })

  it('serves calls as far apart as the limit is spread', async () => {
    const { account, clock, take } = setUp('anonymous')
    const { pacing } = account.rules
    pacing.burstShare = 0
    expect(take(callWith())).toBe(true)
    const nextAt = pacing.opensAt(callWith(), offsetMs, 0) - offsetMs
    await clock.advance(nextAt - 1)
    expect(take(callWith())).toBe(false)
    await clock.advance(1)
    expect(take(callWith())).toBe(true)
  })
})

describe('a request on a share counts', () => {
  it.each([
    ['for a window after its response', outcomes.ok, heldMs],
    ['for a window after an error', outcomes.broken, heldMs],
    [
      'for a window after it can reach the server, if it got no response',
      outcomes.lost,
      maxFlightMs + heldMs,
    ],
  ])('%s', async (_, outcome, countsForMs) => {
    const { clock, take, end } = setUp('anonymous', { requests: 1 })
    const first = callWith()
    take(first)
    await clock.advance(5000)
    end(first, outcome)
    await clock.advance(countsForMs - 0.5)
    expect(take(callWith())).toBe(false)
    await clock.advance(0.5)
    expect(take(callWith())).toBe(true)
  })

  it('no more if it was not sent', () => {
    const { take, end } = setUp('anonymous', { requests: 1 })
    const first = callWith()
    take(first)
    end(first, outcomes.unsent)
    expect(take(callWith())).toBe(true)
  })

  it('for longer once the window of the share is longer', async () => {
    const { clock, learn, take, end } = setUp('anonymous')
    const first = callWith()
    take(first)
    end(first, outcomes.ok)
    learn({ windowMs: 10_000 })
    take(callWith())
    await clock.advance(heldMs + 1)
    expect(take(callWith())).toBe(false)
  })

  it('beside requests on permits that a commit has granted, whose ends do not count', () => {
    const { account, shares, take, end } = setUp('anonymous', { requests: 1 })
    const first = callWith()
    take(first)
    const attempt = { account: 'anonymous', sentAt: 0, timeoutMs: 0 }
    shares.ended({ attemptId: 'm.9', account, attempt, startedAt: 0, queued: undefined }, outcomes.unsent)
    expect(take(callWith())).toBe(false)
    end(first, outcomes.unsent)
    expect(take(callWith())).toBe(true)
  })
})

describe('the next commit is told', () => {
  it('which shares the member has spent, as long as the server may count that', async () => {
    const { clock, shares, take, end } = setUp('anonymous')
    expect(shares.known.spent).toEqual([])
    const first = callWith()
    take(first)
    expect(shares.known.spent).toEqual(['anonymous'])
    end(first, outcomes.ok)
    await clock.advance(heldMs - 0.5)
    expect(shares.known.spent).toEqual(['anonymous'])
    await clock.advance(0.5)
    expect(shares.known.spent).toEqual([])
  })

  it('on which shares the member may send requests with a token', () => {
    expect(setUp('anonymous').shares.known.withToken).toEqual([])
    expect(setUp('c', { credentialId: 'c' }).shares.known.withToken).toEqual(['c'])
  })
})

describe('after a commit', () => {
  it('a share is spent as the commit says, or no more', () => {
    const { learn, shares, take } = setUp('anonymous')
    learn({ requests: 1 })
    expect([take(callWith()), take(callWith())]).toEqual([true, false])
    expect(shares.learn(sharesOf({}), 'm', offsetMs)).toBe(false)
    learn({ requests: 3 })
    expect(take(callWith())).toBe(true)
    shares.learn(sharesOf({ anonymous: { requests: 9, windowMs: 1, until: 1e9 } }), 'other', offsetMs)
    expect(take(callWith())).toBe(false)
  })

  it('a share is given up if its token is not verified any more', () => {
    const { host, learn, shares, take } = setUp('c', { credentialId: 'c' })
    expect(learn()).toBe(false)
    host.auth.settled(call({ credentialId: 'c', sentAt: offsetMs }), outcomes.rejected, offsetMs)
    expect(learn()).toBe(true)
    expect(shares.known.withToken).toEqual([])
    expect(take(callWith('c'))).toBe(false)
  })

  it('a share is kept up to the end of what its token is believed, by the clock of the store', () => {
    const { shares } = setUp('c')
    const both = sharesOf({
      c: { requests: 1, windowMs: 1000, until: 1e9, credentialId: 'c' },
      anonymous: { requests: 1, windowMs: 1000, until: 1e9 },
    })
    expect(shares.learn(both, 'm', offsetMs + 59_999)).toBe(false)
    expect(shares.learn(both, 'm', offsetMs + 60_000)).toBe(true)
    expect(shares.known.withToken).toEqual([])
  })
})

it('a member that leaves spends no share', () => {
  const { shares, take } = setUp('anonymous')
  take(callWith())
  shares.stop()
  expect(take(callWith())).toBe(false)
  expect(shares.known).toEqual({ spent: ['anonymous'], withToken: [] })
})
