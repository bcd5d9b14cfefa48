import { expect, test } from 'vitest'
import { timelineOf } from './timeline.ts'

const none = { served: 0, limited: 0, refused: 0, failed: 0, lost: 0 }
const window = { now: 1000, windowMs: 400, columns: 4 }

test('each request is in the column of its time; requests older than the window are omitted', () => {
  const log = [600, 601, 700, 701, 1000].map((at) => ({ at, status: 200 }))
  const { columns } = timelineOf(log, window)
  expect(columns.map(({ served }) => served)).toEqual([2, 1, 0, 1])
})

test('a request in the future is in the last column', () => {
  expect(timelineOf([{ at: 1001, status: 200 }], window).columns.at(-1)).toEqual({ ...none, served: 1 })
})

test.each([
  [204, 'served'],
  [301, 'served'],
  [429, 'limited'],
  [401, 'refused'],
  [404, 'refused'],
  [503, 'failed'],
  [0, 'lost'],
] as const)('%d is %s', (status, group) => {
  expect(timelineOf([{ at: 1000, status }], window).columns.at(-1)).toEqual({ ...none, [group]: 1 })
})
