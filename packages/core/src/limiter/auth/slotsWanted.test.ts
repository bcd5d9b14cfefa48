import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../call.testing.ts'
import { AuthGuard } from './AuthGuard.ts'

/** A guard that knows the credential `good`, and has so many requests of others in flight. */
function guardWith(others: number, maxInFlight = 4): AuthGuard {
  const auth = new AuthGuard({
    verifiedForMs: 60_000,
    maxInFlight,
    maxFlightMs: 60_000,
    random: () => 0,
  })
  const proof = call({ credentialId: 'good' })
  auth.sent(proof, 0)
  auth.settled(proof, outcomes.ok, 0)
  for (let index = 0; index < others; index += 1) auth.sent(call({ credentialId: `other ${index}` }), 0)
  return auth
}

const good = call({ credentialId: 'good' })

describe('slots that are wanted', () => {
  it.each([
    ['one for a verified credential', 'good', 1],
    ['two for a probe', 'new', 2],
    ['none without a credential', undefined, 0],
  ])('are %s', (_, credentialId, slots) => {
    expect(guardWith(3).slotsWanted({ credentialId }, 0)).toBe(slots)
  })

  it('are none for a credential that has all slots it may have', () => {
    const auth = guardWith(0, 2)
    for (const slots of [1, 1, 0]) {
      expect(auth.slotsWanted(good, 0)).toBe(slots)
      auth.sent(call({ credentialId: 'good' }), 0)
    }
  })

  it('are none for a credential whose probe is in flight', () => {
    expect(guardWith(1).slotsWanted({ credentialId: 'other 0' }, 0)).toBe(0)
  })

  it('are none for a probe that waits until failed logins are forgotten', () => {
    const auth = guardWith(0)
    for (const slots of [2, 2, 2, 0]) {
      expect(auth.slotsWanted({ credentialId: 'new' }, 0)).toBe(slots)
      const lost = call({ credentialId: 'lost' })
      auth.sent(lost, 0)
      auth.settled(lost, outcomes.lost, 0)
    }
  })

  it('are none during a lockout', () => {
    const auth = guardWith(0)
    const locked = call({ credentialId: 'good' })
    auth.sent(locked, 0)
    auth.settled(locked, outcomes.locked, 0)
    expect(auth.slotsWanted(good, 0)).toBe(0)
  })
})

describe('slots that others are to have before', () => {
  it.each([
    [0, 3, true],
    [1, 2, true],
    [1, 3, false],
    [2, 1, true],
    [2, 2, false],
    [3, 0, true],
    [3, 1, false],
  ])('count as those in flight: %i in flight, %i wanted', (inFlight, ahead, isOpen) => {
    expect(guardWith(inFlight).opensAfter(ahead, good, 0) <= 0).toBe(isOpen)
  })

  it('count as well if a member may send what others do not hear of', () => {
    const auth = guardWith(0)
    auth.restore(auth.snapshot(0), { flights: [], hasUnseen: true }, 0)
    expect([3, 4].map((ahead) => auth.opensAfter(ahead, good, 0) <= 0)).toEqual([true, false])
  })

  it('hold up nothing while nothing is in flight, since those that want them may go', () => {
    expect(guardWith(0).opensAfter(4, good, 0)).toBe(0)
  })

  it('do not hold up a probe', () => {
    expect(guardWith(2).opensAfter(4, call({ credentialId: 'new' }), 0)).toBe(0)
  })
})
