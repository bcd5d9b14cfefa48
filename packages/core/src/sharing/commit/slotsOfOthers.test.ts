import { describe, expect, it } from 'vitest'
import type { MemberState, Want } from '../snapshot/Snapshot.ts'
import { hasSlot } from './slots.ts'
import { attempt, memberWith, snapshotOf } from './snapshot.testing.ts'

const at = 60_000
const want: Want = { since: 0, count: 1, credentialId: 'c', readyAt: 0, until: 1e9 }

/** A member with so many requests in flight, with one token. */
function busy(count: number, given: Partial<MemberState> = {}, credentialId = 'c'): MemberState {
  const all = Array.from({ length: count }, (_, index) => [index, attempt({ credentialId, sentAt: at })])
  return memberWith({ attempts: Object.fromEntries(all) as MemberState['attempts'], ...given })
}

function mayTake(members: Record<string, MemberState>): boolean {
  const share = { memberId: 'me', account: 'a', credentialId: 'c', at }
  return hasSlot(snapshotOf(members), share, { ahead: 0, maxInFlight: 4, isVerified: false })
}

it('a member that the store does not know yet may take a slot', () => {
  expect(mayTake({})).toBe(true)
})

it('requests of a member with another token take none of the slots', () => {
  expect(mayTake({ me: busy(4, {}, 'd') })).toBe(true)
})

describe('a member with two of four slots', () => {
  const me = busy(2)

  it.each<[string, MemberState]>([
    ['has a request in flight with the same token', busy(1)],
    ['wants a slot with the same token', memberWith({ wants: { a: want } })],
    ['wants one from now on', memberWith({ wants: { a: { ...want, readyAt: at } } })],
  ])('has its share, beside a member that %s', (_, other) => {
    expect(mayTake({ me, other })).toBe(false)
  })

  it.each<[string, MemberState]>([
    ['does nothing', memberWith()],
    ['has a request in flight with another token', busy(1, {}, 'd')],
    ['wants a slot with another token', memberWith({ wants: { a: { ...want, credentialId: 'd' } } })],
    ['wants one of another account', memberWith({ wants: { b: want } })],
    ['wants one later', memberWith({ wants: { a: { ...want, readyAt: at + 1 } } })],
    ['is silent', memberWith({ wants: { a: { ...want, until: at } } })],
  ])('may take a third one, beside a member that %s', (_, other) => {
    expect(mayTake({ me, other })).toBe(true)
  })
})

describe('an ill member with a request in flight', () => {
  const me = busy(1, { isIll: true })

  it.each<[string, MemberState]>([
    ['has a request of the account in flight', busy(1, {}, 'd')],
    ['waits for a permit of the account', memberWith({ wants: { a: { ...want, credentialId: 'd' } } })],
  ])('sends no other one beside a member that %s', (_, other) => {
    expect(mayTake({ me, other })).toBe(false)
  })

  it.each<[string, MemberState]>([
    ['does nothing', memberWith()],
    ['is silent', memberWith({ wants: { a: { ...want, until: at } } })],
  ])('may send another one beside a member that %s', (_, other) => {
    expect(mayTake({ me, other })).toBe(true)
  })
})
