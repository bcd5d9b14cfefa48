import { expect, it } from 'vitest'
import { unconfirmedMs, Unconfirmed } from './Unconfirmed.ts'

function attemptsUntil(...untils: number[]): Unconfirmed {
  const unconfirmed = new Unconfirmed()
  for (const until of untils)
    unconfirmed.add('a', { countedAt: until - unconfirmedMs, isRejection: false, isProbe: true }, until - 50)
  return unconfirmed
}

it('last a minute as the slowest honest clock counts it', () => {
  expect(unconfirmedMs).toBeGreaterThanOrEqual(60_000 * 1.0005)
  expect(unconfirmedMs).toBeLessThan(61_000)
})

it('are forgotten at their instant', () => {
  const unconfirmed = attemptsUntil(100, 200)
  expect([99, 100, 200].map((now) => unconfirmed.count(now))).toEqual([2, 1, 0])
})

it('say when there will be fewer', () => {
  const unconfirmed = attemptsUntil(300, 100, 200)
  expect([4, 3, 2, 1].map((count) => unconfirmed.fewerThan(count, 0))).toEqual([0, 100, 200, 300])
})

it('of one credential end with a good answer to a call that left after they had ended, but rejections stay', () => {
  const unconfirmed = new Unconfirmed()
  const add = (credentialId: string, endedAt: number, isRejection = false): void =>
    unconfirmed.add(credentialId, { countedAt: 1000, isRejection, isProbe: true }, endedAt)
  add('a', 10)
  add('a', 19)
  add('a', 20)
  add('b', 10)
  add('a', 10, true)
  unconfirmed.clear('a', 20)
  expect(unconfirmed.count(0)).toBe(3)
})

it('tell which credentials were answered 401', () => {
  const unconfirmed = attemptsUntil(100)
  expect(unconfirmed.rejections(0)).toEqual([])
  unconfirmed.add('b', { countedAt: 50 - unconfirmedMs, isRejection: true, isProbe: true }, 0)
  expect([49, 50].map((now) => unconfirmed.rejections(now))).toEqual([['b'], []])
})

it('tell how many are missing responses to a verified credential, and when the last of them ended', () => {
  const unconfirmed = attemptsUntil(100)
  expect(unconfirmed.missing(0)).toEqual({ count: 0, lastAt: Number.NEGATIVE_INFINITY })
  const add = (endedAt: number, isRejection: boolean): void =>
    unconfirmed.add('a', { countedAt: endedAt + 50 - unconfirmedMs, isRejection, isProbe: false }, endedAt)
  add(10, false)
  add(20, false)
  add(30, true)
  expect([0, 60, 70].map((now) => unconfirmed.missing(now).count)).toEqual([2, 1, 0])
  add(40, false)
  expect(unconfirmed.missing(0).lastAt).toBe(40)
})

it('are handed to others, without those that are over, and changed apart from then on', () => {
  const unconfirmed = attemptsUntil(100, 200)
  expect(unconfirmed.snapshot(100).map(({ until }) => until)).toEqual([200])
  const other = new Unconfirmed()
  other.restore(unconfirmed.snapshot(0))
  other.add('b', { countedAt: 300 - unconfirmedMs, isRejection: false, isProbe: true }, 0)
  expect([unconfirmed.count(100), other.count(100), other.fewerThan(1, 100)]).toEqual([1, 2, 300])
})
