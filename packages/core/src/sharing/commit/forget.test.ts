import { expect, it } from 'vitest'
import { forget } from './forget.ts'
import { SharedRules } from './SharedRules.ts'
import { accountOf, attempt, memberWith, snapshotOf, terms, workOf } from './snapshot.testing.ts'

const hourMs = 3_600_000
const want = { since: 0, count: 1, readyAt: 0, until: 1e9 }

function run(snapshot: ReturnType<typeof snapshotOf>, at: number, given: { isLeaving?: boolean } = {}): void {
  const work = workOf(given)
  forget(snapshot, work, { rules: new SharedRules(snapshot, work, at), used: new Set(['used']), at })
}

it('forgets a member after an hour in which it had nothing and wanted nothing', () => {
  const snapshot = snapshotOf({
    me: memberWith(),
    idle: memberWith(),
    busy: memberWith({ attempts: { x: attempt() } }),
    waiting: memberWith({ wants: { a: want } }),
  })
  run(snapshot, hourMs - 1)
  expect(Object.keys(snapshot.members)).toHaveLength(4)
  run(snapshot, hourMs)
  expect(Object.keys(snapshot.members)).toEqual(['me', 'busy', 'waiting'])
})

it('remembers the newest 64 of those that are idle', () => {
  const members = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`m${index}`, memberWith({ at: index })]),
  )
  const snapshot = snapshotOf(members)
  run(snapshot, 200)
  expect(Object.keys(snapshot.members)).toHaveLength(64)
  expect(snapshot.members).toHaveProperty('m99')
  expect(snapshot.members).not.toHaveProperty('m35')
})

it('forgets an account that holds nothing, is neither used nor wanted, and need not wait', () => {
  const closed = accountOf('c')
  closed.said.closedUntil = 20
  const snapshot = snapshotOf(
    { other: memberWith({ wants: { wanted: want } }) },
    {
      used: accountOf('a'),
      idle: accountOf('b'),
      closed,
      holding: accountOf('d'),
      wanted: accountOf('e'),
    },
  )
  const rules = new SharedRules(snapshot, workOf(), 5)
  rules.declare('holding', terms, [])
  rules.account('holding').budget.hold(5, 5)
  rules.save()
  run(snapshot, 10)
  expect(Object.keys(snapshot.accounts)).toEqual(['used', 'closed', 'holding', 'wanted'])
})

it('forgets the member that leaves, unless it has something in flight', () => {
  const left = snapshotOf({ me: memberWith() })
  run(left, 10, { isLeaving: true })
  expect(left.members).toEqual({})
  const busy = snapshotOf({ me: memberWith({ attempts: { x: attempt() } }) })
  run(busy, 10, { isLeaving: true })
  expect(Object.keys(busy.members)).toEqual(['me'])
})

it('remembers a member that has a share, however long it is idle', () => {
  const share = { requests: 1, windowMs: 1000, until: 1e9 }
  const snapshot = snapshotOf({ b: memberWith({ shares: { a: share } }) })
  run(snapshot, 2 * hourMs)
  expect(Object.keys(snapshot.members)).toEqual(['b'])
})

it('remembers the member that commits, however long it was idle, and besides 64 others', () => {
  const members = Object.fromEntries(
    Array.from({ length: 64 }, (_, index) => [`m${index}`, memberWith({ at: 2 * hourMs })]),
  )
  const snapshot = snapshotOf({ ...members, me: memberWith() })
  run(snapshot, 2 * hourMs)
  expect(Object.keys(snapshot.members)).toHaveLength(65)
})

it('forgets an account at the instant at which the server no longer asks to wait', () => {
  const closed = accountOf('c')
  closed.said.closedUntil = 20
  const snapshot = snapshotOf({}, { closed })
  run(snapshot, 19)
  expect(snapshot.accounts).toHaveProperty('closed')
  run(snapshot, 20)
  expect(snapshot.accounts).toEqual({})
})

it('remembers a member that leaves as long as its share counts', () => {
  const share = { requests: 1, windowMs: 1000, until: 1e9 }
  const snapshot = snapshotOf({ me: memberWith({ shares: { a: share } }) })
  run(snapshot, 10, { isLeaving: true })
  expect(Object.keys(snapshot.members)).toEqual(['me'])
})

it('forgets a member that leaves, though its calls still want permits', () => {
  const snapshot = snapshotOf({ me: memberWith({ wants: { a: want } }), b: memberWith() })
  run(snapshot, 10, { isLeaving: true })
  expect(Object.keys(snapshot.members)).toEqual(['b'])
})

it('forgets nothing of a member that leaves before it has committed', () => {
  const snapshot = snapshotOf({ b: memberWith() })
  run(snapshot, 10, { isLeaving: true })
  expect(Object.keys(snapshot.members)).toEqual(['b'])
})
