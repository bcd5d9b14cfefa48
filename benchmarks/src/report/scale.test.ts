import { expect, test } from 'vitest'
import { scaleOf } from './scale.ts'

const spread = (value: number): { median: number; least: number; most: number } => ({
  median: value,
  least: value,
  most: value,
})
const ratios = (...values: number[]): { ratio: ReturnType<typeof spread> }[] =>
  values.map((value) => ({ ratio: spread(value) }))
const plain = (...values: number[]): { value: ReturnType<typeof spread> }[] =>
  values.map((value) => ({ value: spread(value) }))

test('twice and half are equally far from the reference', () => {
  const { kind, base, x } = scaleOf(ratios(0.5, 1, 2), 200)
  expect(kind).toBe('ratio')
  expect(x(2) - base).toBeCloseTo(base - x(0.5))
})

test('an outlier is drawn at the end, and says so', () => {
  const { x, isBeyond } = scaleOf(ratios(0.01, 1, 100), 200)
  expect([x(0.01), x(100)]).toEqual([6, 194])
  expect([0.01, 1, 8, 100].map(isBeyond)).toEqual([true, false, false, true])
})

test('values are linear from zero, and logarithmic if they differ too much', () => {
  const linear = scaleOf(plain(0, 50, 100), 212)
  expect([linear.kind, linear.x(0), linear.x(50), linear.x(100)]).toEqual(['linear', 6, 106, 206])
  const logarithmic = scaleOf(plain(0, 12, 142_928), 212)
  expect(logarithmic.kind).toBe('logarithmic')
  expect([logarithmic.x(0), logarithmic.x(142_928)]).toEqual([6, 206])
})

test('values that are all zero are drawn at zero', () => {
  expect(scaleOf(plain(0, 0), 200).x(0)).toBe(6)
})
