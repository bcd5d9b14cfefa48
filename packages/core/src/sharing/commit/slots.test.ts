import { describe, expect, it } from 'vitest'
import { hasSlot } from './slots.ts'
import type { MemberState } from '../snapshot/Snapshot.ts'
import { attempt, memberWith, snapshotOf } from './snapshot.testing.ts'

const wants = { a: { since: 0, count: 1, credentialId: 'c', readyAt: 0, until: 1e9 } }

/** A member with so many attempts in flight. */
function busy(count: number, given: Partial<MemberState> = {}): MemberState {
  const attempts = Array.from({ length: count }, (_, index) => [
    index,
    attempt({ credentialId: 'c', sentAt: 50_000 }),
  ])
  return memberWith({ attempts: Object.fromEntries(attempts) as MemberState['attempts'], ...given })
}

function mayTake(
  members: Record<string, MemberState>,
  given: { ahead?: number; credentialId?: string; isVerified?: boolean } = {},
) {
  const { ahead = 0, isVerified = true } = given
  const credentialId = 'credentialId' in given ? given.credentialId : 'c'
  const share = { memberId: 'me', account: 'a', credentialId, at: 60_000 }
  return hasSlot(snapshotOf(members), share, { ahead, maxInFlight: 4, isVerified })
}

describe('a member has a slot', () => {
  it('as long as fewer than maxInFlight are in flight, if it is alone', () => {
    const given = { isVerified: false }
    expect([mayTake({ me: busy(3) }, given), mayTake({ me: busy(4) }, given)]).toEqual([true, false])
  })

  it.each<[string, Record<string, MemberState>]>([
    ['another member', { me: busy(0), b: busy(4) }],
    ['two others', { me: busy(0), b: busy(2), c: busy(2) }],
    ['itself', { me: busy(4) }],
  ])('past calls of %s that took all, if it is first in turn and its credential verified', (_, members) => {
    expect(mayTake(members)).toBe(true)
    expect(mayTake(members, { ahead: 1 })).toBe(false)
    expect(mayTake(members, { isVerified: false })).toBe(false)
  })

  it('up to its share, rounded up, if others have some or want some', () => {
    expect([mayTake({ me: busy(1), b: busy(1) }), mayTake({ me: busy(2), b: busy(1) })]).toEqual([
      true,
      false,
    ])
    expect(mayTake({ me: busy(2), b: memberWith({ wants }) })).toBe(false)
    const two = { b: memberWith({ wants }), c: memberWith({ wants }) }
    expect([mayTake({ me: busy(1), ...two }), mayTake({ me: busy(2), ...two })]).toEqual([true, false])
  })

  it('less those that are leased, whether or not they are in flight', () => {
    const leased = attempt({ credentialId: 'c', isLeased: true })
    const attempts = { one: leased, two: leased, three: leased }
    const leasing = (count: number): MemberState =>
      memberWith({ attempts, slots: { credentialId: 'c', count } })
    const given = { isVerified: false }
    expect(mayTake({ me: busy(0), b: leasing(3) }, given)).toBe(true)
    expect(mayTake({ me: busy(1), b: leasing(3) }, given)).toBe(false)
    expect(mayTake({ me: leasing(1), b: busy(2) })).toBe(true)
    expect(mayTake({ me: leasing(2), b: busy(1) })).toBe(false)
  })

  it('unless those that come before it take the rest', () => {
    const others = { b: busy(1) }
    expect(mayTake({ me: busy(1), ...others }, { ahead: 1 })).toBe(true)
    expect(mayTake({ me: busy(1), ...others }, { ahead: 2 })).toBe(false)
  })

  it('one, if it is ill and there are others', () => {
    const others = { b: memberWith({ wants }) }
    expect(mayTake({ me: busy(0, { isIll: true }), ...others })).toBe(true)
    expect(mayTake({ me: busy(1, { isIll: true }), ...others })).toBe(false)
    expect(mayTake({ me: busy(1, { isIll: true }) })).toBe(true)
  })

  it('without a credential always', () => {
    const given = { credentialId: undefined } as unknown as { credentialId: string }
    expect(mayTake({ me: busy(9) }, given)).toBe(true)
  })

  it('beside attempts that have certainly reached the API while the credential was good', () => {
    const snapshot = snapshotOf({ me: busy(4) })
    const record = { kind: 'verified', provenAt: 60_000, believedUntil: 1e9, acceptedSentAt: 60_000 } as const
    snapshot.auth = { ...snapshot.auth, statuses: { c: record } }
    const share = { memberId: 'me', account: 'a', credentialId: 'c', at: 60_000 }
    expect(hasSlot(snapshot, share, { ahead: 1, maxInFlight: 4, isVerified: true })).toBe(true)
  })
})
