import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

const waits = (baseMs: number, maxMs: number): number[] =>
  [0, 1, 2, 3, 4].map((timesBefore) => backoffMs(timesBefore, { baseMs, maxMs }))

it('doubles the base for each time before', () => {
  expect(waits(500, Infinity)).toEqual([500, 1000, 2000, 4000, 8000])
})

it('does not go beyond the longest wait', () => {
  expect(waits(500, 3000)).toEqual([500, 1000, 2000, 3000, 3000])
})

it('waits as long as possible after more times than a number can count', () => {
  expect(backoffMs(5000, { baseMs: 500, maxMs: 3000 })).toBe(3000)
})

it('does not wait if the base is zero', () => {
  expect(waits(0, 3000)).toEqual([0, 0, 0, 0, 0])
  expect(backoffMs(5000, { baseMs: 0, maxMs: 3000 })).toBe(0)
})
