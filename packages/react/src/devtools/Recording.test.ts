import type { BandoState } from '@bando/core'
import { expect, it } from 'vitest'
import { unknownState } from '../unknownState.ts'
import type { Heard, Recording } from './Recording.ts'
import { record } from './Recording.ts'

const empty: Recording = { since: 0, requests: [], waiting: [] }
const sent = { method: 'GET', url: 'https://api.bando.cool/coolness', credential: undefined, attempt: 1 }
const request = (id: number, at: number): Heard => ({
  name: 'request',
  at,
  event: { ...sent, id, waitedMs: 0 },
})
const after: BandoState = {
  ...unknownState,
  auth: { status: 'rejected', until: undefined },
  limit: { ...unknownState.limit, requests: 50, remaining: 49, resetsAt: 9000, source: 'advertised' },
}
const end = (id: number): Heard => ({
  name: 'end',
  at: 30,
  event: { ...sent, id, status: 401, durationMs: 20 },
  before: unknownState,
  after,
})

it('keeps what the client learnt from each response', () => {
  const recording = [request(1, 10), request(2, 20), end(1)].reduce(record, empty)
  expect(recording.requests).toEqual([
    {
      id: 1,
      method: 'GET',
      url: sent.url,
      waitedMs: 0,
      sentAt: 10,
      endedAt: 30,
      status: 401,
      returnsAt: 9000,
      taught: ['token rejected', 'limit 50 per 3600 s, advertised'],
    },
    { id: 2, method: 'GET', url: sent.url, waitedMs: 0, sentAt: 20 },
  ])
  expect(recording.why).toBe('GET /coolness was answered 401.')
})

it('lists a waiting call once, also if it returns to the queue', () => {
  const wait = (at: number, keys: string[]): Heard => ({
    name: 'wait',
    at,
    event: { ...sent, retryAt: undefined, waitMs: undefined, ahead: 0, reason: 'limit', nextAt: 1, keys },
  })
  const { waiting } = [wait(5, ['a']), wait(6, ['b']), wait(7, ['a', 'c'])].reduce(record, empty)
  expect(waiting.map(({ at, keys }) => [at, keys])).toEqual([
    [6, ['b']],
    [7, ['a', 'c']],
  ])
})

it('keeps a bounded number of requests', () => {
  let recording = empty
  for (let id = 0; id < 1000; id += 1) recording = record(recording, request(id, id))
  expect(recording.requests).toHaveLength(300)
  expect(recording.requests.at(-1)?.id).toBe(999)
})
