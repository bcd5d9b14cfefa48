import { expect, it } from 'vitest'
import { nameAccounts } from './nameAccounts.ts'
import { SharedRules } from './SharedRules.ts'
import { accountOf, accountWork, snapshotOf, terms, workOf } from './snapshot.testing.ts'
import type { AccountWork } from './Work.ts'

function account(id: string, credentialIds: string[], isNamed = false): AccountWork {
  return accountWork({ id, isNamed, credentialIds })
}

function name(snapshot: ReturnType<typeof snapshotOf>, ...accounts: AccountWork[]): Record<string, string> {
  const work = workOf({ accounts })
  return nameAccounts(snapshot, work, new SharedRules(snapshot, work, 0))
}

it('an account keeps its id, if no member knows one of its credentials', () => {
  const snapshot = snapshotOf({})
  expect(name(snapshot, account('a', ['a']))).toEqual({ a: 'a' })
  expect(snapshot.accounts['a']?.credentialIds).toEqual(['a'])
})

it('an account is that of the credential that another member has used before', () => {
  const snapshot = snapshotOf({}, { old: accountOf('old', 'b') })
  expect(name(snapshot, account('b', ['b', 'c']))).toEqual({ b: 'old' })
  expect(snapshot.accounts['old']?.credentialIds).toEqual(['old', 'b', 'c'])
})

it('the names that users give, and the anonymous account, stay as they are', () => {
  const snapshot = snapshotOf({}, { old: accountOf('a') })
  const ids = name(snapshot, account('name:shop', ['a'], true), account('anonymous', []))
  expect(ids).toEqual({ 'name:shop': 'name:shop', anonymous: 'anonymous' })
})

it('an account remembers its newest 16 credentials', () => {
  const snapshot = snapshotOf({})
  const credentialIds = Array.from({ length: 40 }, (_, index) => `c${index}`)
  name(snapshot, account('c0', credentialIds))
  expect(snapshot.accounts['c0']?.credentialIds).toEqual(credentialIds.slice(-16))
})

it('an account that the members know by its id keeps it, though another has one of its credentials', () => {
  const snapshot = snapshotOf({}, { a: accountOf('a'), old: accountOf('c') })
  expect(name(snapshot, account('a', ['c']))).toEqual({ a: 'a' })
  expect(snapshot.accounts['a']?.credentialIds).toEqual(['a'])
})

it('an account is that of the first of its credentials that the members know', () => {
  const snapshot = snapshotOf({}, { one: accountOf('c'), two: accountOf('b') })
  expect(name(snapshot, account('x', ['x', 'b', 'c']))).toEqual({ x: 'two' })
})

it('does not write an account again if all its credentials are stored', () => {
  const stored = accountOf('b')
  stored.budget.permits.windowsMs = [terms.assumed.windowMs]
  const snapshot = snapshotOf({}, { old: stored })
  name(snapshot, account('b', ['b']))
  expect(snapshot.accounts['old']).toBe(stored)
})

it('an account has the limits that its clients have given', () => {
  const snapshot = snapshotOf({}, { a: accountOf('a') })
  const work = workOf({ accounts: [accountWork({ limits: [{ requests: 5, windowMs: 1000 }] })] })
  const rules = new SharedRules(snapshot, work, 0)
  nameAccounts(snapshot, work, rules)
  expect(rules.account('a').budget.fewest).toBe(5)
})
