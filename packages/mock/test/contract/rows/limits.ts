import { expect } from 'vitest'
import { elsewhere, hourMs, minuteMs, times } from '../Api.ts'
import type { Row } from '../Row.ts'

const row = 'Whose limit is 100?'
const two = { requests: 2, windowMs: hourMs }

/** Whose budget a request spends. */
export const limits: readonly Row[] = [
  {
    row,
    reading: "a standard token's; an anonymous caller has 60, and both count for themselves",
    shows: async (api) => {
      expect(await api.statuses(101, { token: api.standard })).toEqual([...times(100, 200), 429])
      expect(await api.statuses(61)).toEqual([...times(60, 200), 429])
    },
  },
  {
    row,
    reading: 'anonymous callers are told apart by address',
    switches: { anonymousLimit: two },
    elsewhere: true,
    shows: async (api) => {
      expect(await api.statuses(3)).toEqual([200, 200, 429])
      expect(await api.statuses(3, { from: elsewhere })).toEqual([200, 200, 429])
    },
  },
  {
    row,
    reading: 'a token has one budget, from wherever it is used',
    switches: { limit: two },
    elsewhere: true,
    shows: async (api) => {
      expect(await api.statuses(2, { token: api.standard })).toEqual([200, 200])
      expect(await api.statuses(1, { token: api.standard, from: elsewhere })).toEqual([429])
    },
  },
  {
    row,
    reading: 'another limit for each',
    switches: { limit: two, anonymousLimit: { requests: 1, windowMs: minuteMs } },
    shows: async (api) => {
      expect(await api.statuses(3, { token: api.standard })).toEqual([200, 200, 429])
      expect(await api.statuses(2)).toEqual([200, 429])
      await api.advance(minuteMs)
      expect(await api.statuses(2)).toEqual([200, 429])
      expect(await api.statuses(1, { token: api.standard })).toEqual([429])
    },
  },
  {
    row,
    reading: 'a token may be given its own tier',
    shows: async (api) => {
      const token = await api.issue({ limit: { requests: 3, windowMs: minuteMs } })
      expect(await api.statuses(4, { token })).toEqual([200, 200, 200, 429])
      await api.advance(minuteMs)
      expect(await api.statuses(1, { token })).toEqual([200])
    },
  },
  {
    row,
    reading: 'tokens of one owner count apart',
    switches: { budgetOf: 'token', limit: two },
    shows: async (api) => {
      const [first, second] = [await api.issue({ owner: 'a' }), await api.issue({ owner: 'a' })]
      expect(await api.statuses(3, { token: first })).toEqual([200, 200, 429])
      expect(await api.statuses(1, { token: second })).toEqual([200])
    },
  },
  {
    row,
    reading: 'tokens of one owner count together',
    switches: { budgetOf: 'owner', limit: two },
    shows: async (api) => {
      const [first, second] = [await api.issue({ owner: 'a' }), await api.issue({ owner: 'a' })]
      expect(await api.statuses(2, { token: first })).toEqual([200, 200])
      expect(await api.statuses(1, { token: second })).toEqual([429])
      expect(await api.statuses(1, { token: await api.issue({ owner: 'b' }) })).toEqual([200])
    },
  },
]
