import { expect } from 'vitest'
import { hourMs, minuteMs, times } from '../Api.ts'
import type { Row } from '../Row.ts'

const row = 'How is the hour counted?'
const limit = { requests: 2, windowMs: hourMs }

/** The algorithms, each at the instants where it differs from the others. */
export const counting: readonly Row[] = [
  {
    row,
    reading: "from the caller's first request, whenever that is",
    switches: { algorithm: 'fixed-window', limit },
    shows: async (api) => {
      await api.advanceToFullHour()
      await api.advance(10 * minuteMs)
      expect(await api.statuses(3, { token: api.standard })).toEqual([200, 200, 429])
      await api.advance(hourMs - 1)
      expect(await api.statuses(1, { token: api.standard })).toEqual([429])
      await api.advance(1)
      expect(await api.statuses(3, { token: api.standard })).toEqual([200, 200, 429])
    },
  },
  {
    row,
    reading: 'from one full hour to the next',
    switches: { algorithm: 'fixed-window-aligned', limit },
    shows: async (api) => {
      await api.advanceToFullHour()
      await api.advance(45 * minuteMs)
      expect(await api.statuses(3, { token: api.standard })).toEqual([200, 200, 429])
      await api.advance(15 * minuteMs - 1)
      expect(await api.statuses(1, { token: api.standard })).toEqual([429])
      await api.advance(1)
      expect(await api.statuses(3, { token: api.standard })).toEqual([200, 200, 429])
    },
  },
  {
    row,
    reading: 'back from each request, exactly one hour',
    switches: { algorithm: 'sliding-log', limit },
    shows: async (api) => {
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
      await api.advance(30 * minuteMs)
      expect(await api.statuses(2, { token: api.standard })).toEqual([200, 429])
      await api.advance(30 * minuteMs - 1)
      expect(await api.statuses(1, { token: api.standard })).toEqual([429])
      await api.advance(1)
      expect(await api.statuses(2, { token: api.standard })).toEqual([200, 429])
    },
  },
  {
    row,
    reading: 'a bucket that refills evenly',
    switches: { algorithm: 'token-bucket', limit },
    shows: async (api) => {
      expect(await api.statuses(3, { token: api.standard })).toEqual([200, 200, 429])
      await api.advance(30 * minuteMs - 1)
      expect(await api.statuses(1, { token: api.standard })).toEqual([429])
      await api.advance(1)
      expect(await api.statuses(2, { token: api.standard })).toEqual([200, 429])
    },
  },
  {
    row,
    reading: 'two counts, of which the earlier fades',
    switches: { algorithm: 'sliding-counter', limit },
    shows: async (api) => {
      await api.advanceToFullHour()
      expect(await api.statuses(3, { token: api.standard })).toEqual([200, 200, 429])
      await api.advance(1.5 * hourMs - 1)
      expect(await api.statuses(1, { token: api.standard })).toEqual([429])
      await api.advance(1)
      expect(await api.statuses(2, { token: api.standard })).toEqual([200, 429])
    },
  },
]

/** Every algorithm counts anonymous callers as it counts tokens. */
export const anonymousCounting: readonly Row[] = Object.entries({
  'fixed-window': 45,
  'fixed-window-aligned': 45,
  'sliding-log': 45,
  'token-bucket': 15,
  'sliding-counter': 75,
}).map(([algorithm, minutes]) => ({
  row,
  reading: `by ${algorithm}, for anonymous callers too`,
  switches: { algorithm, anonymousLimit: limit },
  shows: async (api) => {
    await api.advanceToFullHour()
    expect(await api.statuses(1)).toEqual([200])
    await api.advance(15 * minuteMs)
    expect(await api.statuses(2)).toEqual([200, 429])
    await api.advance(minutes * minuteMs - 1)
    expect(await api.statuses(1)).toEqual([429])
    await api.advance(1)
    expect(await api.statuses(1)).toEqual([200])
  },
}))

const refused = 'Does a refused request (429, 401, 403) count?'
const onlyOne = { requests: 1, windowMs: hourMs }
const none = { limited: false, rejected: false, locked: false }

/** Which refusals spend budget, and whose. */
export const refusalsCounted: readonly Row[] = [
  {
    row: refused,
    reading: 'a 429 does not',
    switches: { algorithm: 'sliding-log', limit: onlyOne, counted: { ...none, limited: false } },
    shows: async (api) => {
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
      await api.advance(30 * minuteMs)
      expect(await api.statuses(1, { token: api.standard })).toEqual([429])
      await api.advance(30 * minuteMs)
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
    },
  },
  {
    row: refused,
    reading: 'a 429 does',
    switches: { algorithm: 'sliding-log', limit: onlyOne, counted: { ...none, limited: true } },
    shows: async (api) => {
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
      await api.advance(30 * minuteMs)
      expect(await api.statuses(1, { token: api.standard })).toEqual([429])
      await api.advance(30 * minuteMs)
      expect(await api.statuses(1, { token: api.standard })).toEqual([429])
      await api.advance(hourMs)
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
    },
  },
  {
    row: refused,
    reading: 'a 401 does, against the anonymous budget of the address',
    switches: { anonymousLimit: { requests: 3, windowMs: hourMs }, counted: { ...none, rejected: true } },
    shows: async (api) => {
      expect(await api.statuses(2, { token: 'wrong' })).toEqual([401, 401])
      expect(await api.statuses(2)).toEqual([200, 429])
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
    },
  },
  {
    row: refused,
    reading: 'a 401 does not',
    switches: { anonymousLimit: onlyOne, counted: { ...none, rejected: false } },
    shows: async (api) => {
      expect(await api.statuses(2, { token: 'wrong' })).toEqual([401, 401])
      expect(await api.statuses(2)).toEqual([200, 429])
    },
  },
  {
    row: refused,
    reading: "a lockout's 403 does, against the anonymous budget of the address",
    switches: { anonymousLimit: { requests: 3, windowMs: hourMs }, counted: { ...none, locked: true } },
    shows: async (api) => {
      expect(await api.statuses(7, { token: 'wrong' })).toEqual([...times(5, 401), 403, 403])
      expect(await api.statuses(2)).toEqual([200, 429])
    },
  },
  {
    row: refused,
    reading: "a lockout's 403 does not",
    switches: { anonymousLimit: onlyOne, counted: { ...none, locked: false } },
    shows: async (api) => {
      expect(await api.statuses(7, { token: 'wrong' })).toEqual([...times(5, 401), 403, 403])
      expect(await api.statuses(2)).toEqual([200, 429])
    },
  },
  ...[true, false].map((limited): Row => ({
    row: refused,
    reading: `an anonymous caller's 429 ${limited ? 'does' : 'does not'}`,
    switches: { algorithm: 'sliding-log', anonymousLimit: onlyOne, counted: { ...none, limited } },
    shows: async (api) => {
      expect(await api.statuses(1)).toEqual([200])
      await api.advance(30 * minuteMs)
      expect(await api.statuses(1)).toEqual([429])
      await api.advance(30 * minuteMs)
      expect(await api.statuses(1)).toEqual([limited ? 429 : 200])
    },
  })),
  ...[true, false].map((locked): Row => ({
    row: refused,
    reading: `a 403 for an address that is not allowed ${locked ? 'does' : 'does not'}, against its anonymous budget`,
    switches: { anonymousLimit: onlyOne, counted: { ...none, locked } },
    shows: async (api) => {
      const token = await api.issue({ addresses: ['192.0.2.1'] })
      expect(await api.statuses(2, { token })).toEqual([403, 403])
      expect(await api.statuses(1)).toEqual([locked ? 429 : 200])
    },
  })),
]
