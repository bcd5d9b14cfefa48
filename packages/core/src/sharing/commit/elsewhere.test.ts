import { describe, expect, it } from 'vitest'
import { elsewhere, flightsOf, ordinaryFlights, unseenTokens } from './elsewhere.ts'
import { attempt, memberWith, snapshotOf } from './snapshot.testing.ts'

const share = { requests: 10, windowMs: 1000, until: 1e9 }
const own = attempt({ credentialId: 'c', sentAt: 5 })
const leased = attempt({ credentialId: 'c', isLeased: true })
const flight = { credentialId: 'c', sentAt: 5, isProbe: false }
const unsent = { credentialId: 'c', sentAt: Infinity, isProbe: false }

describe('what is in flight elsewhere', () => {
  it('is what the other members have in flight', () => {
    const slots = { credentialId: 'c', count: 1 }
    const snapshot = snapshotOf({
      me: memberWith({ attempts: { x: own } }),
      b: memberWith({ attempts: { y: own } }),
      d: memberWith({ attempts: { z: leased }, slots }),
    })
    expect(elsewhere(snapshot, 'me').flights).toEqual([flight, unsent])
  })

  it.each(['me', 'b'])('may be unseen if a member has a share with a token: %s', (id) => {
    const sharer = memberWith({ shares: { a: { ...share, credentialId: 'c' } } })
    expect(elsewhere(snapshotOf({ idle: memberWith(), [id]: sharer }), 'me').hasUnseen).toBe(true)
  })

  it('is all seen if no member has a share with a token', () => {
    const sharer = memberWith({ shares: { anonymous: share } })
    expect(elsewhere(snapshotOf({ me: sharer, b: sharer }), 'me').hasUnseen).toBe(false)
  })
})

describe('the ordinary flights of a member', () => {
  it('are its attempts that are not leased', () => {
    const probe = attempt({ credentialId: 'd', sentAt: 6, isProbe: true })
    expect(ordinaryFlights({ attempts: { x: own, y: leased, z: probe } })).toEqual([
      flight,
      { credentialId: 'd', sentAt: 6, isProbe: true },
    ])
  })
})

describe('a request that a member may send on its share', () => {
  const shares = { a: { ...share, credentialId: 'c' } }

  it('takes the place of one in flight with the same token, and of no other', () => {
    const attempts = { x: attempt({ credentialId: 'd', sentAt: 5 }), y: own }
    expect(flightsOf(memberWith({ attempts, shares }))).toEqual([{ ...flight, credentialId: 'd' }, unsent])
  })

  it('counts besides those in flight with other tokens', () => {
    const attempts = { x: attempt({ credentialId: 'd', sentAt: 5 }) }
    expect(flightsOf(memberWith({ attempts, shares }))).toEqual([{ ...flight, credentialId: 'd' }, unsent])
  })

  it('may be one for each token', () => {
    const both = { ...shares, b: { ...share, credentialId: 'd' } }
    expect(flightsOf(memberWith({ shares: both }))).toEqual([unsent, { ...unsent, credentialId: 'd' }])
  })
})

it('the unseen tokens of a member are those of its shares', () => {
  const shares = { anonymous: share, a: { ...share, credentialId: 'c' } }
  expect([unseenTokens({ shares }), unseenTokens({})]).toEqual([['c'], []])
})
