import { describe, expect, it } from 'vitest'
import { abandonment, countInFlight, endLeases, renewLease, takeBack } from './leases.ts'
import { leaseMs } from './leaseTimes.ts'
import { SharedRules } from './SharedRules.ts'
import { accountOf, attempt, maxFlightMs, memberWith, snapshotOf, terms, workOf } from './snapshot.testing.ts'

function setUp() {
  const snapshot = snapshotOf(
    {
      me: memberWith({ until: 0, attempts: { mine: attempt({ credentialId: 'c' }) } }),
      other: memberWith({
        until: leaseMs,
        attempts: { one: attempt({ credentialId: 'c', isProbe: true }), two: attempt({ credentialId: 'c' }) },
      }),
    },
    { a: accountOf('c') },
  )
  const rulesAt = (at: number, memberId = 'me'): SharedRules => {
    countInFlight(snapshot)
    const rules = new SharedRules(snapshot, workOf({ memberId }), at)
    rules.declare('a', terms, [])
    return rules
  }
  const held = (at: number): number => rulesAt(at).account('a').budget.held(at)
  return { snapshot, rulesAt, held }
}

describe('the lease of a member', () => {
  it('keeps what it holds in flight until it ends', () => {
    const { snapshot, rulesAt } = setUp()
    expect(endLeases(snapshot, 'me', rulesAt(leaseMs - 1), leaseMs - 1)).toBe(false)
    expect(Object.keys(snapshot.members['other']?.attempts ?? {})).toEqual(['one', 'two'])
  })

  it('leaves its permits and failed logins to be counted, once it has ended', () => {
    const { snapshot, rulesAt, held } = setUp()
    expect(endLeases(snapshot, 'me', rulesAt(leaseMs), leaseMs)).toBe(true)
    expect(snapshot.members['other']).toMatchObject({ attempts: {}, taken: ['one', 'two'] })
    expect(snapshot.auth.unconfirmed).toMatchObject([
      { credentialId: 'c', endedAt: leaseMs, isProbe: true },
      { credentialId: 'c', endedAt: leaseMs, isProbe: false },
    ])
    const lastAt = leaseMs + 30_000 + maxFlightMs
    expect([held(leaseMs), held(lastAt + 3_601_800), held(lastAt + 3_601_801)]).toEqual([3, 3, 1])
  })

  it('counts one failed login for each leased slot, and a permit for each leased attempt', () => {
    const { snapshot, rulesAt, held } = setUp()
    const leased = attempt({ credentialId: 'c', isLeased: true })
    snapshot.members['other'] = memberWith({
      until: leaseMs,
      attempts: { one: leased, two: leased, three: leased, own: attempt({ credentialId: 'c' }) },
      slots: { credentialId: 'c', count: 2 },
    })
    endLeases(snapshot, 'me', rulesAt(leaseMs), leaseMs)
    expect(snapshot.auth.unconfirmed).toHaveLength(3)
    expect(held(leaseMs)).toBe(5)
  })

  it('never ends for the member that commits', () => {
    const { snapshot, rulesAt } = setUp()
    endLeases(snapshot, 'me', rulesAt(1e6), 1e6)
    expect(Object.keys(snapshot.members['me']?.attempts ?? {})).toEqual(['mine'])
  })

  it('gives back what others took, if the member still has it, and nothing counts twice', () => {
    const { snapshot, rulesAt, held } = setUp()
    endLeases(snapshot, 'me', rulesAt(leaseMs), leaseMs)
    const other = snapshot.members['other'] ?? memberWith()
    other.attempts = { two: attempt({ credentialId: 'c' }) }
    takeBack(other, rulesAt(leaseMs + 10, 'other'))
    expect(other.taken).toBeUndefined()
    expect(held(leaseMs + 10)).toBe(3)
    expect(snapshot.auth.unconfirmed).toHaveLength(1)
  })
})

it('takes back no failed login of another member that vanished at the same instant', () => {
  const leased = attempt({ credentialId: 'c', isLeased: true })
  const held = { one: leased, two: leased, three: leased }
  const member = memberWith({ until: leaseMs, attempts: held, slots: { credentialId: 'c', count: 1 } })
  const snapshot = snapshotOf({ back: member, gone: member }, { a: accountOf('c') })
  const rules = new SharedRules(snapshot, workOf({ memberId: 'back' }), leaseMs)
  endLeases(snapshot, 'me', rules, leaseMs)
  expect(snapshot.auth.unconfirmed).toHaveLength(2)
  takeBack({ ...(snapshot.members['back'] ?? memberWith()), attempts: held }, rules)
  expect(snapshot.auth.unconfirmed).toHaveLength(1)
})

describe('a lease is renewed', () => {
  const renewed = (at: number, hasGrants: boolean, attempts = { x: attempt() }): number => {
    const member = memberWith({ until: leaseMs, attempts })
    renewLease(member, at, hasGrants)
    return member.until
  }

  it('by each grant, and once half of it is used', () => {
    expect(renewed(10, true)).toBe(10 + leaseMs)
    expect(renewed(leaseMs / 2 - 1, false)).toBe(leaseMs)
    expect(renewed(leaseMs / 2, false)).toBe(leaseMs / 2 + leaseMs)
  })

  it('only of a member that holds something, so that nothing is written for one that is idle', () => {
    expect(renewed(leaseMs / 2, false, {} as { x: ReturnType<typeof attempt> })).toBe(leaseMs)
  })
})

it('an account is written again only if the members hold another number of its permits', () => {
  const [same, changed] = [accountOf('c'), accountOf('d')]
  same.budget.permits.inFlight = 2
  const attempts = { one: attempt({ account: 'same' }), two: attempt({ account: 'same' }) }
  const snapshot = snapshotOf(
    { b: memberWith({ attempts: { x: attempt() } }), d: memberWith({ attempts }) },
    { same, a: changed },
  )
  countInFlight(snapshot)
  expect(snapshot.accounts['same']).toBe(same)
  expect(snapshot.accounts['a']?.budget.permits.inFlight).toBe(1)
  expect(changed.budget.permits.inFlight).toBe(0)
})

it('a member that has vanished with nothing stays as it is', () => {
  const gone = memberWith({ until: 0 })
  const snapshot = snapshotOf({ gone })
  endLeases(snapshot, 'me', new SharedRules(snapshot, workOf(), 1), 1)
  expect(snapshot.members['gone']).toBe(gone)
})

it('a member from which nothing was taken stays as it is', () => {
  const snapshot = snapshotOf({}, { a: accountOf('c') })
  const member = memberWith({ attempts: { x: attempt() } })
  takeBack(member, new SharedRules(snapshot, workOf(), 1))
  expect(member).toEqual(memberWith({ attempts: { x: attempt() } }))
})

it('an attempt has reached the server, and was counted, some time after its member vanished', () => {
  const member = memberWith({ until: 100, maxFlightMs: 10 })
  expect(abandonment(member, attempt({ sentAt: 50, timeoutMs: 7 }))).toEqual({
    endedAt: 100,
    arrivedBy: 110,
    countedBy: 50 + leaseMs + 7 + 10,
  })
})
