import { expect, test } from 'vitest'
import type { Metric } from '../frame/Benchmark.ts'
import { cells, median, spread } from './statistics.ts'

const metric: Metric = { key: 'ms', title: 'time', unit: 'ms', better: 'less' }
const rows = [
  { candidate: 'floor', samples: [{ ms: 10 }, { ms: 20 }, { ms: 30 }] },
  { candidate: 'peer', samples: [{ ms: 20 }, { ms: 40 }, { ms: 70 }] },
  { candidate: 'ours', samples: [{ ms: 15 }, { ms: 30 }, { ms: 50 }] },
]

test.each([
  { values: [3, 1, 2], middle: 2 },
  { values: [10, 9], middle: 9.5 },
  { values: [7], middle: 7 },
  { values: [], middle: Number.NaN },
])('the median of $values is $middle', ({ values, middle }) => {
  expect(median(values)).toBe(middle)
})

test('a spread has the ends beside the median', () => {
  expect(spread([5, 1, 4])).toEqual({ median: 4, least: 1, most: 5 })
})

test('without a reference a cell has the value alone', () => {
  expect(cells(rows, metric)[2]).toEqual({ value: { median: 30, least: 15, most: 50 } })
})

test('a ratio is that to the reference in the same round', () => {
  const { ratio } = cells(rows, { ...metric, reference: 'peer' })[2] ?? {}
  expect(ratio).toEqual({ median: 0.75, least: 50 / 70, most: 0.75 })
})

test("the floor's value of the same round is subtracted from both", () => {
  const [floor, peer, ours] = cells(rows, { ...metric, reference: 'peer', floor: 'floor' })
  expect(floor).toEqual({ value: { median: 20, least: 10, most: 30 } })
  expect(peer?.ratio).toEqual({ median: 1, least: 1, most: 1 })
  expect(ours).toEqual({
    value: { median: 10, least: 5, most: 20 },
    ratio: { median: 0.5, least: 0.5, most: 0.5 },
  })
})

test('a text in one round is the note of the cell, and nothing is compared with it', () => {
  const slow = { candidate: 'slow', samples: [{ ms: 1 }, { ms: 'over 25 s' }] }
  expect(cells([slow], metric)).toEqual([{ note: 'over 25 s' }])
  const [, value] = cells([slow, ...rows], { ...metric, reference: 'slow' })
  expect(value).toEqual({ value: { median: 20, least: 10, most: 30 } })
})

test('a candidate without the metric has an empty cell', () => {
  expect(cells([{ candidate: 'other', samples: [{ bytes: 1 }] }], metric)).toEqual([{}])
})

test('a ratio to zero is left out', () => {
  const none = { candidate: 'none', samples: [{ ms: 0 }] }
  const some = { candidate: 'some', samples: [{ ms: 3 }] }
  expect(cells([none, some], { ...metric, reference: 'none' })[1]?.ratio).toBeUndefined()
})
