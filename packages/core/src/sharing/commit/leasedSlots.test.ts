import { describe, expect, it } from 'vitest'
import { leasedFlights, mayBeInFlight, mostSlots, trimSlots } from './leasedSlots.ts'
import { attempt, memberWith } from './snapshot.testing.ts'

const leased = attempt({ credentialId: 'c', isLeased: true })
const own = attempt({ credentialId: 'c' })
const flight = { credentialId: 'c', sentAt: Infinity, isProbe: false }
const slots = (count: number, credentialId = 'c') => ({ credentialId, count })

describe('leased attempts', () => {
  it('may be in flight at any time, one for each slot', () => {
    const attempts = { x: leased, y: leased, z: leased }
    expect(leasedFlights({ attempts, slots: slots(2) })).toEqual([flight, flight])
  })

  it('take no more slots than there are attempts', () => {
    expect(leasedFlights({ attempts: { x: leased }, slots: slots(3) })).toEqual([flight])
  })

  it('are in flight with the credential of the slots', () => {
    expect(leasedFlights({ attempts: { x: leased }, slots: slots(1, 'd') })).toEqual([
      { ...flight, credentialId: 'd' },
    ])
  })

  it('do not include attempts that have slots of their own', () => {
    expect(leasedFlights({ attempts: { x: own, y: leased }, slots: slots(2) })).toEqual([flight])
  })

  it('are none without slots', () => {
    expect(leasedFlights({ attempts: { x: leased } })).toEqual([])
  })
})

describe('the attempts that may be in flight', () => {
  const attempts = { x: leased, y: own, z: leased, w: own }

  it('are those that have slots of their own, and of those leased one for each slot', () => {
    expect([...mayBeInFlight({ attempts, slots: slots(1) })]).toEqual(['x', 'y', 'w'])
    expect([...mayBeInFlight({ attempts, slots: slots(2) })]).toEqual(['x', 'y', 'z', 'w'])
  })

  it('include none that is leased if there are no slots', () => {
    expect([...mayBeInFlight({ attempts })]).toEqual(['y', 'w'])
  })
})

describe('a member', () => {
  it('keeps its slots while one of its attempts is leased', () => {
    const me = memberWith({ attempts: { x: leased }, slots: slots(2) })
    trimSlots(me)
    expect(me.slots).toEqual(slots(2))
  })

  it('gives its slots up with its last leased attempt', () => {
    const me = memberWith({ attempts: { x: own }, slots: slots(2) })
    trimSlots(me)
    expect(me).not.toHaveProperty('slots')
  })

  it('without slots stays as it is', () => {
    const me = memberWith({ attempts: { x: own } })
    trimSlots(me)
    expect(me).toEqual(memberWith({ attempts: { x: own } }))
  })
})

it.each([
  ['the first, if it has more', slots(3), slots(2), slots(3)],
  ['the second, if it has more', slots(2), slots(3), slots(3)],
  ['the first, if both have as many', slots(2), slots(2, 'd'), slots(2)],
  ['the only one', undefined, slots(1), slots(1)],
  ['the only one', slots(1), undefined, slots(1)],
  ['none, if there is none', undefined, undefined, undefined],
])('of two records of slots the larger is %s', (_, one, other, larger) => {
  expect(mostSlots(one, other)).toEqual(larger)
})
