import { describe, expect, it } from 'vitest'
import { turnMs } from './fairness.ts'
import { renewMs, shareMs } from './leaseTimes.ts'
import { leasesEndAt, nextLook, othersThan, spareOfOthers } from './others.ts'
import { attempt, memberWith, snapshotOf } from './snapshot.testing.ts'

const attempts = { x: attempt() }

it('the others are all members but one', () => {
  const [me, b, c] = [memberWith({ at: 1 }), memberWith({ at: 2 }), memberWith({ at: 3 })]
  expect(othersThan('me', snapshotOf({ b, me, c }))).toEqual([b, c])
  expect(othersThan('me', snapshotOf({ me }))).toEqual([])
})

it('the others hold permits of an account for calls to come, as they have said', () => {
  const spare = attempt({ account: 'a', isSpare: true })
  const member = memberWith({
    attempts: {
      x: spare,
      y: spare,
      sent: attempt({ account: 'a' }),
      z: attempt({ account: 'b', isSpare: true }),
    },
  })
  const snapshot = snapshotOf({ me: member, other: member })
  expect([spareOfOthers(snapshot, 'me', 'a'), spareOfOthers(snapshotOf({ me: member }), 'me', 'a')]).toEqual([
    2, 0,
  ])
})

describe('the first lease of another member ends', () => {
  it('at the earliest end among those that hold something', () => {
    const members = {
      me: memberWith({ until: 10, attempts }),
      idle: memberWith({ until: 20 }),
      b: memberWith({ until: 40, attempts }),
      c: memberWith({ until: 30, attempts }),
    }
    expect(leasesEndAt(snapshotOf(members), 'me')).toBe(30)
  })

  it('never if no other member holds anything', () => {
    const members = { me: memberWith({ until: 10, attempts }), idle: memberWith({ until: 20 }) }
    expect(leasesEndAt(snapshotOf(members), 'me')).toBe(Infinity)
  })
})

describe('a member commits again', () => {
  const busy = memberWith({ until: 10_000, attempts })
  const share = { requests: 1, windowMs: 1000, until: 900_000 }
  const wants = { a: { since: 0, count: 1, readyAt: 0, until: 8000 } }

  it('to renew its lease, if it holds something', () => {
    expect(nextLook(snapshotOf({ me: busy }), 'me', false)).toBe(10_000 - renewMs)
    expect(nextLook(snapshotOf({ me: memberWith({ until: 10_000 }) }), 'me', false)).toBe(Infinity)
  })

  it('to renew the first of its shares whose time is half over', () => {
    const shares = { a: share, b: { ...share, until: 800_000 } }
    expect(nextLook(snapshotOf({ me: memberWith({ shares }) }), 'me', false)).toBe(800_000 - shareMs / 2)
  })

  it('never if it is not a member yet, and no call waits', () => {
    expect(nextLook(snapshotOf({}), 'me', false)).toBe(Infinity)
  })

  it('when the lease of another member ends, if its calls wait', () => {
    const snapshot = snapshotOf({ me: memberWith(), b: memberWith({ until: 6000, attempts }) })
    expect([nextLook(snapshot, 'me', true), nextLook(snapshot, 'me', false)]).toEqual([6000, Infinity])
  })

  it('before the others forget that it waits', () => {
    const snapshot = snapshotOf({ me: memberWith({ wants }), b: memberWith() })
    expect(nextLook(snapshot, 'me', true)).toBe(8000 - turnMs / 2)
  })

  it('not to say that it waits, if there are no others', () => {
    expect(nextLook(snapshotOf({ me: memberWith({ wants }) }), 'me', true)).toBe(Infinity)
  })

  it('to renew its lease while its calls wait, if that comes first', () => {
    const snapshot = snapshotOf({
      me: { ...busy, until: 5000, wants },
      b: memberWith({ until: 6000, attempts }),
    })
    expect(nextLook(snapshot, 'me', true)).toBe(5000 - renewMs)
  })

  it('to look for others, though it is not a member yet', () => {
    expect(nextLook(snapshotOf({ b: memberWith({ until: 6000, attempts }) }), 'me', true)).toBe(6000)
  })
})
