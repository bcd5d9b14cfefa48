import { describe, expect, it } from 'vitest'
import { queued } from '../queue/queuedCall.testing.ts'
import { leaseMs, marginMs } from './commit/leaseTimes.ts'
import { attempt } from './commit/snapshot.testing.ts'
import type { Holding } from './Holdings.ts'
import { Holdings } from './Holdings.ts'
import { sharedAccount } from './host.testing.ts'
import type { Attempt } from './snapshot/Snapshot.ts'

const account = sharedAccount('a')
const freshMs = leaseMs - marginMs

/** What a member holds, in order. One that `leftAt` an instant is in flight since then. */
function holding(...all: { given?: Partial<Attempt>; leftAt?: number }[]) {
  const holdings = new Holdings()
  const held = all.map(({ given, leftAt }, index): Holding => {
    const call = leftAt === undefined ? undefined : queued()
    call?.leave(leftAt ?? 0, 100)
    const attemptId = `m.${index + 1}`
    if (call) call.attemptId = attemptId
    return { attemptId, account, attempt: attempt(given), startedAt: 0, queued: call }
  })
  for (const each of held) holdings.add(each)
  return { holdings, held }
}

const token = { credentialId: 'c' }
const leased = { ...token, isLeased: true }

describe('a request with a token may be in flight', () => {
  it('if one is, or a permit for one may still be used', () => {
    expect(holding().holdings.hasToken(0)).toBe(false)
    expect(holding({ given: token }).holdings.hasToken(freshMs - 1)).toBe(true)
    expect(holding({ given: token }).holdings.hasToken(freshMs)).toBe(false)
    expect(holding({ given: token, leftAt: 0 }).holdings.hasToken(freshMs)).toBe(true)
  })

  it('and not if those in flight have no token', () => {
    expect(holding({ leftAt: 0 }, {}).holdings.hasToken(0)).toBe(false)
    expect(holding({ leftAt: 0 }, { given: token }).holdings.hasToken(0)).toBe(true)
  })
})

describe('permits for calls to come', () => {
  it('are those that no call has', () => {
    const { holdings, held } = holding({ leftAt: 0 }, {}, {})
    expect(holdings.spare(account)).toEqual(held.slice(1))
    expect([holdings.hasSpare, holding({ leftAt: 0 }).holdings.hasSpare]).toEqual([true, false])
  })

  it('are leased or not', () => {
    expect(holding({ given: leased }).holdings.hasSpareLeased).toBe(true)
    expect(holding({ given: leased, leftAt: 0 }, { given: token }).holdings.hasSpareLeased).toBe(false)
  })

  it('go back as chosen, and no request in flight does', () => {
    const { holdings } = holding({ given: leased, leftAt: 0 }, { given: leased }, { given: token })
    holdings.dropSpare(({ isLeased }) => isLeased === true)
    expect(Object.keys(holdings.attempts)).toEqual(['m.1', 'm.3'])
  })
})

describe('leased requests in flight', () => {
  it('are counted', () => {
    const { holdings } = holding({ given: leased, leftAt: 0 }, { given: leased }, { given: token, leftAt: 0 })
    expect(holdings.leasedInFlight).toBe(1)
  })

  it('that left by an instant get slots of their own, from the time when they were sent', () => {
    const { holdings, held } = holding(
      { given: leased, leftAt: 5 },
      { given: leased, leftAt: 6 },
      { given: leased },
      { given: token, leftAt: 5 },
    )
    expect(holdings.ownSlots(5)).toBe(1)
    expect(held.map(({ attempt: { isLeased, sentAt } }) => [isLeased, sentAt])).toEqual([
      [undefined, 105],
      [true, 0],
      [true, 0],
      [undefined, 0],
    ])
    expect(holdings.leasedInFlight).toBe(1)
  })
})
