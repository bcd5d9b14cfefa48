import { expect, it } from 'vitest'
import { AccountRules, copyAccount, newAccount } from './AccountRules.ts'
import { call, outcomes } from './call.testing.ts'

const windowMs = 3_600_000
const terms = {
  assumed: { requests: 100, windowMs },
  given: { requests: 3, windowMs },
  burstShare: 1,
  reserve: 0,
  maxWaiting: 10,
}

function rulesOn(state = newAccount()): AccountRules {
  return new AccountRules({ terms, maxFlightMs: 1000, random: () => 0 }, state)
}

/** Sends so many calls, and gives each its response at `now`. */
function send(rules: AccountRules, count: number, now = 0): void {
  for (let index = 0; index < count; index += 1) {
    for (const rule of rules.all) rule.sent(call(), now)
    for (const rule of rules.all) rule.settled(call(), outcomes.ok, now)
  }
}

it('has a budget, a pace, and what the server says', () => {
  const rules = rulesOn()
  expect(rules.all).toEqual([rules.budget, rules.pacing, rules.serverLimit])
  send(rules, 3)
  expect(rules.budget.opensAt(call(), 0, 0)).toBeGreaterThan(windowMs)
  expect(rules.pacing.opensAt(call(), 0, 0)).toBe(0)
  expect(rules.serverLimit.opensAt(call(), 0)).toBe(0)
})

it('closes for the window of its limit if the server names no time', () => {
  const rules = rulesOn()
  for (const rule of rules.all) rule.sent(call(), 0)
  for (const rule of rules.all) rule.settled(call(), outcomes.limited, 0)
  expect(rules.serverLimit.closedUntil(0)).toBeGreaterThan(0)
})

it('starts with nothing held and nothing said', () => {
  const { budget, serverLimit, state } = rulesOn()
  expect([budget.held(0), budget.inFlight, serverLimit.closedUntil(0)]).toEqual([0, 0, undefined])
  expect(state).toMatchObject({ said: newAccount().said, pace: {} })
})

it('goes on from what another member knows', () => {
  const one = rulesOn()
  send(one, 2)
  one.serverLimit.state.closedUntil = 500
  one.pacing.state.dueAt = 700
  const other = rulesOn()
  other.state = structuredClone(one.state)
  expect(other.state).toEqual(one.state)
  expect([other.budget.remaining(0), other.serverLimit.closedUntil(0)]).toEqual([1, 500])
  expect(rulesOn(structuredClone(one.state)).state).toEqual(one.state)
})

it('is copied, so that the rules of the copy leave the first as it was', () => {
  const first = { ...rulesOn().state, credentialIds: ['a'] }
  send(rulesOn(first), 1)
  first.budget.permits.reserved = 1
  const before = structuredClone(first)
  const copy = copyAccount(first)
  expect(copy).toEqual(before)
  const rules = rulesOn(copy)
  send(rules, 2, 5)
  rules.budget.hold(5, 1000)
  rules.serverLimit.state.closedUntil = 500
  rules.pacing.state.dueAt = 700
  expect(first).toEqual(before)
})
