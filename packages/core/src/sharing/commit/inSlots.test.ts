import { expect, it } from 'vitest'
import { countInFlight, endLeases } from './leases.ts'
import { inSlots } from './inSlots.ts'
import { SharedRules } from './SharedRules.ts'
import { accountOf, attempt, memberWith, snapshotOf, workOf } from './snapshot.testing.ts'

const sent = attempt({ credentialId: 'c' })
const spare = attempt({ credentialId: 'c', isSpare: true })

it('each request in flight takes a slot', () => {
  const attempts = { one: sent, two: attempt() }
  expect(inSlots(memberWith({ attempts }))).toEqual(new Map(Object.entries(attempts)))
})

it('permits for calls to come go in the slots of those in flight, until the lease ends', () => {
  const member = memberWith({ until: 5000, attempts: { one: sent, a: spare, b: spare } })
  expect(inSlots(member)).toEqual(new Map([['one', { ...sent, sentAt: 5000 }]]))
})

it('permits for calls to come take one slot, if nothing is in flight', () => {
  const member = memberWith({ until: 5000, attempts: { a: spare, b: spare } })
  expect([...inSlots(member).keys()]).toEqual(['a'])
})

it('a member that vanishes with many permits may have had as many failed logins as slots', () => {
  const snapshot = snapshotOf({ b: memberWith({ until: 5000, attempts: { one: sent, a: spare, b: spare } }) })
  snapshot.accounts = { a: accountOf() }
  countInFlight(snapshot)
  const rules = new SharedRules(snapshot, workOf(), 6000)
  endLeases(snapshot, 'me', rules, 6000)
  expect(snapshot.auth.unconfirmed).toHaveLength(1)
  expect(rules.account('a').budget.held(6000)).toBe(3)
})
