import { describe, expect, it } from 'vitest'
import { queued } from '../queue/queuedCall.testing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { leaseMs, marginMs } from './commit/leaseTimes.ts'
import { attempt } from './commit/snapshot.testing.ts'
import { Holdings } from './Holdings.ts'
import { callWith, sharedAccount } from './host.testing.ts'
import { WantedCalls } from './WantedCalls.ts'

/** Takes permits that were granted for the waiting calls, and for `spare` calls to come. */
function setUp({ waiting = [], spare = [] }: { waiting?: QueuedCall[]; spare?: QueuedCall[] } = {}) {
  const account = sharedAccount('a', waiting)
  let count = 0
  const wanted = new WantedCalls(() => `m.${(count += 1)}`)
  const work = wanted.of(account, spare, false)
  const granted = [...work.wanted, ...work.spare].map(({ attemptId, call, timeoutMs }) => ({
    attemptId,
    attempt: attempt({ credentialId: call.credentialId, timeoutMs }),
  }))
  const holdings = new Holdings()
  const leaving = holdings.take(granted, wanted, 1000)
  return { account, holdings, leaving, granted, wanted }
}

describe('what was granted', () => {
  it('is for the calls that waited, each by its own attempt', () => {
    const [one, other] = [queued(), queued()]
    const { account, holdings, leaving } = setUp({ waiting: [one, other] })
    expect(leaving).toEqual(new Map([[account, [one, other]]]))
    expect([one.attemptId, other.attemptId]).toEqual(['m.1', 'm.2'])
    expect(holdings.of(other)).toMatchObject({ attemptId: 'm.2', queued: other, startedAt: 1000 })
    expect(Object.keys(holdings.attempts)).toEqual(['m.1', 'm.2'])
  })

  it('for calls to come is kept, and for another commit ignored', () => {
    const { account, holdings, wanted } = setUp({ spare: [queued()] })
    expect(holdings.spare(account)).toHaveLength(1)
    expect(holdings.take([{ attemptId: 'x.1', attempt: attempt() }], wanted, 0)).toEqual(new Map())
    expect(holdings.size).toBe(1)
  })

  it('for a call that has left meanwhile is kept for the next one', () => {
    const call = queued()
    const { account, holdings, granted, wanted } = setUp({ waiting: [call] })
    holdings.delete({ attemptId: 'm.1' })
    call.attemptId = 'm.9'
    expect(holdings.take(granted, wanted, 1000)).toEqual(new Map())
    expect([call.attemptId, holdings.spare(account).length]).toEqual(['m.9', 1])
  })

  it('goes back once it is not held any more', () => {
    const call = queued()
    const { holdings } = setUp({ waiting: [call] })
    holdings.delete({ attemptId: 'm.1' })
    expect([holdings.of(call), holdings.attempts]).toEqual([undefined, {}])
  })

  it('may be sent on until its lease, less a margin, has ended since the commit was started', () => {
    const call = queued()
    const { holdings } = setUp({ waiting: [call] })
    const endsAt = 1000 + leaseMs - marginMs
    const isFresh = (now: number): boolean => holdings.isFresh(holdings.of(call), now)
    expect([isFresh(endsAt - 1), isFresh(endsAt)]).toEqual([true, false])
    expect(holdings.isFresh(undefined, 1000)).toBe(false)
  })
})

describe('a permit for a call to come', () => {
  it('is given to one call', () => {
    const { account, holdings } = setUp({ spare: [callWith('c')] })
    const [call, next] = [callWith('c'), callWith('c')]
    const [found] = holdings.spareFor(account, call, 1000)
    expect(found).toMatchObject({ attemptId: 'm.1', queued: undefined })
    if (found) found.queued = call
    expect(holdings.spareFor(account, next, 1000)).toEqual([])
  })

  it.each<[string, QueuedCall, number]>([
    ['with another credential', callWith('d'), 1000],
    ['that waits longer for its response than the others count on', callWith('c', 1), 1000],
    ['past its lease', callWith('c'), 1000 + leaseMs],
  ])('is not given to a call %s', (_, call, now) => {
    const { account, holdings } = setUp({ spare: [callWith('c')] })
    expect(holdings.spareFor(account, call, now)).toEqual([])
  })

  it('is not given to a call of another account', () => {
    const { holdings } = setUp({ spare: [callWith('c')] })
    expect(holdings.spareFor(sharedAccount('b'), callWith('c'), 1000)).toEqual([])
  })

  it('is kept for as many as are asked for', () => {
    const { account, holdings } = setUp({ spare: [queued(), queued(), queued()] })
    expect(holdings.keepSpare(account, 2)).toBe(2)
    expect(holdings.keepSpare(account, 9)).toBe(2)
    expect(Object.keys(holdings.attempts)).toEqual(['m.1', 'm.2'])
  })
})
