import { expect, test } from 'vitest'
import { Random } from './Random.ts'

const delay = { medianMs: 80, p99Ms: 900 }
const drawn = (seed: number, count: number): number[] => {
  const random = new Random(seed)
  return Array.from({ length: count }, () => random.delayMs(delay))
}

test('half of the delays are below the median, one in a hundred above the 99th percentile', () => {
  const delays = drawn(1, 20_000)
  const shareAbove = (ms: number) => delays.filter((one) => one > ms).length / delays.length
  expect(shareAbove(80)).toBeCloseTo(0.5, 2)
  expect(shareAbove(900)).toBeCloseTo(0.01, 2)
  expect(shareAbove(900)).toBeGreaterThan(0.008)
})

test('the same seed repeats the numbers, another seed does not', () => {
  expect(drawn(1, 10)).toEqual(drawn(1, 10))
  expect(drawn(2, 10)).not.toEqual(drawn(1, 10))
})

test('no delay is longer than a timer can be', () => {
  const random = new Random(1)
  const wide = { medianMs: 2_000_000_000, p99Ms: 2_147_483_647 }
  const delays = Array.from({ length: 2000 }, () => random.delayMs(wide))
  expect(Math.max(...delays)).toBe(2_147_483_647)
})
