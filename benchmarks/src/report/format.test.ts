import { expect, test } from 'vitest'
import { formatCell, formatRatio, formatValue } from './format.ts'

test.each([
  [1.234, 'µs', '1.23 µs'],
  [45.67, 'µs', '45.7 µs'],
  [1234, 'µs', '1.23 ms'],
  [9999, 'ms', '9999 ms'],
  [12_345, 'ms', '12.3 s'],
  [-3.21, 'µs', '-3.21 µs'],
  [999, 'bytes', '999 B'],
  [1234, 'bytes', '1.23 kB'],
  [7_654_321, 'bytes', '7.65 MB'],
  [85_600, 'per second', '85.6 k/s'],
  [155.4, 'per second', '155/s'],
  [0, 'count', '0'],
  [142_928, 'count', '143 k'],
  [97.08, 'percent', '97.1 %'],
] as const)('%s in %s is shown as %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text)
})

test.each([
  [0.814, '0.81 ×'],
  [9.999, '10.00 ×'],
  [12.34, '12.3 ×'],
  [189.4, '189 ×'],
])('the ratio %s is shown as %s', (ratio, text) => {
  expect(formatRatio(ratio)).toBe(text)
})

const value = { median: 412, least: 400, most: 430 }

test('a cell shows the ratio, its spread and the value', () => {
  expect(formatCell({ value, ratio: { median: 1.24, least: 1.2, most: 1.31 } }, 'ms')).toBe(
    '1.24 × (1.20–1.31) · 412 ms',
  )
})

test('a spread whose ends look alike is left out', () => {
  expect(formatCell({ value, ratio: { median: 1, least: 1, most: 1.001 } }, 'ms')).toBe('1.00 × · 412 ms')
})

test('a cell without a ratio shows the value and its spread, and one without a value says why', () => {
  expect(formatCell({ value }, 'ms')).toBe('412 ms (400 ms–430 ms)')
  expect(formatCell({ note: 'over 25 s' }, 'ms')).toBe('over 25 s')
  expect(formatCell({}, 'ms')).toBe('–')
})
