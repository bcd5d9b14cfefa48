import { expect, it } from 'vitest'
import { accountOf, attempt, memberWith, snapshotOf } from '../commit/snapshot.testing.ts'
import { callOf, copySnapshot, emptySnapshot } from './Snapshot.ts'

it('an attempt is a call of normal priority that a lockout fails, to an endpoint that is not known', () => {
  expect(callOf(attempt({ credentialId: 'c', sentAt: 5 }))).toEqual({
    credentialId: 'c',
    endpoint: '',
    level: 1,
    whenLocked: 'fail',
    sentAt: 5,
  })
})

it('an empty snapshot knows its lineage, and no credential, lockout, account or member', () => {
  expect(emptySnapshot('one')).toEqual({
    lineage: 'one',
    auth: { statuses: {}, unconfirmed: [], lockout: undefined },
    accounts: {},
    members: {},
  })
})

it('a copy has the same accounts and members', () => {
  const snapshot = snapshotOf({ b: memberWith() }, { a: accountOf('c') })
  const copy = copySnapshot(snapshot)
  expect(copy).toEqual(snapshot)
  expect(copy.accounts['a']).toBe(snapshot.accounts['a'])
  expect(copy.members['b']).toBe(snapshot.members['b'])
})

it('what is put into a copy is not in the original', () => {
  const snapshot = snapshotOf({}, {})
  const copy = copySnapshot(snapshot)
  copy.accounts['a'] = accountOf('c')
  copy.members['b'] = memberWith()
  copy.lineage = 'other'
  expect(snapshot).toEqual(emptySnapshot('lineage'))
})
