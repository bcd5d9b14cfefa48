import { expect, it } from 'vitest'
import { doubtMs, Doubts } from './Unconfirmed.ts'

function doubtsUntil(...untils: number[]): Doubts {
  const doubts = new Doubts()
  for (const until of untils) doubts.add({ credential: 'a', endedAt: until - 50, until, isRejection: false })
  return doubts
}

it('last a minute as the slowest honest clock counts it', () => {
  expect(doubtMs).toBeGreaterThanOrEqual(60_000 * 1.0005)
  expect(doubtMs).toBeLessThan(61_000)
})

it('are forgotten at their instant', () => {
  const doubts = doubtsUntil(100, 200)
  expect([99, 100, 200].map((now) => doubts.count(now))).toEqual([2, 1, 0])
})

it('say when there will be fewer', () => {
  const doubts = doubtsUntil(300, 100, 200)
  expect([4, 3, 2, 1].map((count) => doubts.fewerThan(count, 0))).toEqual([0, 100, 200, 300])
})

it('of one credential end with a good answer to a call that left after they had ended, but rejections stay', () => {
  const doubts = new Doubts()
  const add = (credential: string, endedAt: number, isRejection = false): void =>
    doubts.add({ credential, endedAt, until: 1000, isRejection })
  add('a', 10)
  add('a', 20)
  add('a', 21)
  add('b', 10)
  add('a', 10, true)
  doubts.clear('a', 20)
  expect(doubts.count(0)).toBe(3)
})

it('tell whether something was rejected', () => {
  const doubts = doubtsUntil(100)
  expect(doubts.hasRejection(0)).toBe(false)
  doubts.add({ credential: 'b', endedAt: 0, until: 50, isRejection: true })
  expect([49, 50].map((now) => doubts.hasRejection(now))).toEqual([true, false])
})

it('are handed to others, without those that are over, and changed apart from then on', () => {
  const doubts = doubtsUntil(100, 200)
  expect(doubts.snapshot(100).map(({ until }) => until)).toEqual([200])
  const other = new Doubts()
  other.restore(doubts.snapshot(0))
  other.add({ credential: 'b', endedAt: 0, until: 300, isRejection: false })
  expect([doubts.count(100), other.count(100), other.fewerThan(1, 100)]).toEqual([1, 2, 300])
})
