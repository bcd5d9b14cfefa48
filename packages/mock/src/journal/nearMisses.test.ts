import { expect, test } from 'vitest'
import type { JournalEntry } from './Journal.ts'
import { nearMisses } from './nearMisses.ts'

const entry = (id: number, rest: Partial<JournalEntry> = {}): JournalEntry => ({
  id,
  at: 0,
  method: 'GET',
  path: '/coolness',
  search: '',
  address: '127.0.0.1',
  credential: 'anonymous',
  verdict: 'served',
  counted: true,
  status: 200,
  ...rest,
})

test('the nearest request differs in the fewest fields, and names them', () => {
  const entries = [
    entry(1, { path: '/nowhere', status: 404 }),
    entry(2),
    entry(3, { status: 429, verdict: 'limited' }),
  ]
  const query = { path: '/coolness', status: 429, verdict: 'served' } as const
  expect(nearMisses(entries, query)).toEqual([
    { request: entries[1], differs: [{ field: 'status', wanted: 429, found: 200 }] },
    { request: entries[2], differs: [{ field: 'verdict', wanted: 'served', found: 'limited' }] },
    {
      request: entries[0],
      differs: [
        { field: 'path', wanted: '/coolness', found: '/nowhere' },
        { field: 'status', wanted: 429, found: 404 },
      ],
    },
  ])
})

test('equal numbers of fields are ordered by letters, then by time', () => {
  const entries = [
    entry(1, { path: '/api/v1/quotes/' }),
    entry(2, { path: '/api/v1/quote/' }),
    entry(3),
    entry(4),
  ]
  const ids = nearMisses(entries, { path: '/api/v1/quote' }, 4).map(({ request }) => request.id)
  expect(ids).toEqual([2, 1, 4, 3])
})

test('a request that is too early, or without the fault, differs in that field', () => {
  expect(nearMisses([entry(1)], { since: 1, fault: 'outage' })).toMatchObject([
    {
      differs: [
        { field: 'since', wanted: 1, found: 1 },
        { field: 'fault', wanted: 'outage', found: null },
      ],
    },
  ])
})

test('there are no near misses if a request matches, or the query is empty', () => {
  expect(nearMisses([entry(1), entry(2, { status: 500 })], { status: 500 })).toEqual([])
  expect(nearMisses([], { status: 500 })).toEqual([])
})

test('only the first two hundred letters of a text are compared', () => {
  const long = '/'.padEnd(200, 'a')
  const entries = [entry(1, { path: `${long}bc` }), entry(2, { path: `${long}xyz` })]
  const ids = nearMisses(entries, { path: `${long}b` }).map(({ request }) => request.id)
  expect(ids).toEqual([2, 1])
})
