import { expect, test } from 'vitest'
import { median } from './median.ts'

test.each([
  { values: [3, 1, 2], middle: 2 },
  { values: [10, 9], middle: 9.5 },
  { values: [7], middle: 7 },
  { values: [], middle: Number.NaN },
])('the median of $values is $middle', ({ values, middle }) => {
  expect(median(values)).toBe(middle)
})
