import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../limiter/call.testing.ts'
import { unconfirmedMs } from '../limiter/auth/Unconfirmed.ts'
import type { Outcome } from '../contract/Outcome.ts'
import { attempt, maxFlightMs } from './commit/snapshot.testing.ts'
import { leaseMs } from './commit/leaseTimes.ts'
import { callWith } from './host.testing.ts'
import { offsetMs, setUp } from './outageShares.testing.ts'

const share = { requests: 5, credentialId: 'c' }

describe('on a share with a token, while the store fails', () => {
  it('one request is sent at a time', () => {
    const { take, end } = setUp('c', share)
    const first = callWith('c')
    expect([take(first), take(callWith('c'))]).toEqual([true, false])
    end(first, outcomes.ok)
    expect(take(callWith('c'))).toBe(true)
  })

  it('no request is sent while a permit with a token may still be used', async () => {
    const { account, clock, holdings, take, verify } = setUp('c', share)
    const granted = attempt({ credentialId: 'd' })
    holdings.add({ attemptId: 'm.9', account, attempt: granted, startedAt: 0, queued: undefined })
    expect(take(callWith('c'))).toBe(false)
    await clock.advance(leaseMs)
    verify()
    expect(take(callWith('c'))).toBe(true)
  })

  it.each([
    ['another token', 'c', 'd'],
    ['no token', 'c', undefined],
    ['a token on the share of the anonymous caller', 'anonymous', 'c'],
  ])('no request is sent with %s', (_, id, credentialId) => {
    const { take, host } = setUp(id, id === 'anonymous' ? {} : share)
    host.auth.settled(call({ credentialId: 'd', sentAt: offsetMs }), outcomes.ok, offsetMs)
    expect(take(callWith(credentialId))).toBe(false)
  })

  it('no request is sent once the token is not verified any more, by the clock of the store', async () => {
    const { clock, take, end } = setUp('c', share)
    await clock.advance(59_999)
    const last = callWith('c')
    expect(take(last)).toBe(true)
    end(last, outcomes.ok)
    await clock.advance(1)
    expect(take(callWith('c'))).toBe(false)
  })

  it('no request is sent to an endpoint that refuses the token', () => {
    const { host, take } = setUp('c', share)
    const refused = call({ credentialId: 'c', endpoint: 'GET /a', sentAt: offsetMs })
    host.auth.settled(refused, outcomes.unauthorized, offsetMs)
    host.auth.settled({ ...refused, endpoint: 'GET /b' }, outcomes.ok, offsetMs)
    expect(host.auth.status('c', offsetMs).status).toBe('verified')
    expect(take(callWith('c'))).toBe(false)
  })
})

describe('after a request that may have been a failed login', () => {
  /** Ends a request with the token `c`, and returns whether another may be sent `afterMs` later. */
  async function maySend(outcome: Outcome, afterMs: number): Promise<boolean> {
    const { clock, take, end, verify } = setUp('c', share)
    await clock.advance(7)
    const first = callWith('c')
    take(first)
    end(first, outcome)
    await clock.advance(afterMs)
    verify()
    return take(callWith('c'))
  }

  it.each([
    ['got no response', outcomes.lost, maxFlightMs + unconfirmedMs],
    ['was rejected', outcomes.rejected, unconfirmedMs],
    ['got the response of a gateway', outcomes.badGateway, unconfirmedMs],
  ])('with a share, none is sent until the server has forgotten it: it %s', async (_, outcome, restMs) => {
    expect(await maySend(outcome, restMs - 0.5)).toBe(false)
    expect(await maySend(outcome, restMs)).toBe(true)
  })

  it('with a share, another is sent at once if the server looked at the token and said nothing of it', async () => {
    expect(await maySend(outcomes.notFound, 0)).toBe(true)
  })

  it('on a permit that a commit has granted, none is sent on a share', async () => {
    const { account, clock, shares, take, verify } = setUp('c', share)
    const granted = attempt({ credentialId: 'd' })
    shares.ended(
      { attemptId: 'm.9', account, attempt: granted, startedAt: 0, queued: undefined },
      outcomes.lost,
    )
    expect(take(callWith('c'))).toBe(false)
    await clock.advance(maxFlightMs + unconfirmedMs)
    verify()
    expect(take(callWith('c'))).toBe(true)
  })

  it('of the anonymous caller, others are sent', () => {
    const { account, shares, take } = setUp('c', share)
    const anonymous = { attemptId: 'm.9', account, attempt: attempt(), startedAt: 0, queued: undefined }
    shares.ended(anonymous, outcomes.lost)
    expect(take(callWith('c'))).toBe(true)
  })

  it('a shorter rest does not end a longer one', async () => {
    const { account, clock, shares, take, verify } = setUp('c', share)
    const granted = attempt({ credentialId: 'd' })
    for (const outcome of [outcomes.lost, outcomes.rejected])
      shares.ended({ attemptId: 'm.9', account, attempt: granted, startedAt: 0, queued: undefined }, outcome)
    await clock.advance(unconfirmedMs)
    verify()
    expect(take(callWith('c'))).toBe(false)
  })
})
