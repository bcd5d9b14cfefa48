import { expect, it } from 'vitest'
import type { Recorded } from './Recording.ts'
import { marksOf } from './marksOf.ts'

const at = { now: 1000, windowMs: 100 }
const request = (id: number, sentAt: number, rest: Partial<Recorded> = {}): Recorded => ({
  id,
  method: 'GET',
  url: 'https://api.bando.cool/coolness',
  sentAt,
  waitedMs: 0,
  ...rest,
})

it('marks the requests of the last window, and the permits that return in the next one', () => {
  const requests = [
    request(1, 899),
    request(2, 900, { endedAt: 901, status: 200, returnsAt: 1001 }),
    request(3, 950, { endedAt: 960, status: 503, returnsAt: 1060 }),
    request(4, 1000),
    request(5, 910, { endedAt: 920, returnsAt: 999 }),
  ]
  expect(marksOf(requests, at).map(({ id, x, tone }) => [id, Math.round(x * 1000), tone])).toEqual([
    ['request 2', 0, 'good'],
    ['return 2', 505, 'good'],
    ['request 3', 250, 'bad'],
    ['return 3', 800, 'bad'],
    ['request 4', 500, 'open'],
    ['request 5', 50, 'bad'],
  ])
})
