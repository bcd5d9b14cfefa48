import { expect } from 'vitest'
import { hourMs, times } from '../Api.ts'
import type { Row } from '../Row.ts'

const row = 'In what order?'
const anonymousLimit = { requests: 1, windowMs: hourMs }

/** Which rule is asked first, and what is asked of none. */
export const order: readonly Row[] = [
  {
    row,
    reading: 'lockout, credentials, limit: a 401 or 403 never becomes a 429',
    switches: { order: 'credentials-first', anonymousLimit },
    shows: async (api) => {
      expect(await api.statuses(2)).toEqual([200, 429])
      expect(await api.statuses(6, { token: 'wrong' })).toEqual([...times(5, 401), 403])
    },
  },
  {
    row,
    reading: 'the limit of the address first: then it does',
    switches: { order: 'limit-first', anonymousLimit },
    shows: async (api) => {
      expect(await api.statuses(3, { token: 'wrong' })).toEqual([401, 429, 429])
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
    },
  },
  {
    row,
    reading: "the limit of the address first: a lockout's 403 becomes a 429 too",
    switches: { order: 'limit-first', anonymousLimit: { requests: 6, windowMs: hourMs } },
    shows: async (api) => {
      expect(await api.statuses(8, { token: 'wrong' })).toEqual([...times(5, 401), 403, 429, 429])
      expect(await api.statuses(1, { token: api.standard })).toEqual([429])
      await api.advance(hourMs)
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
    },
  },
  {
    row,
    reading: "a locked token's budget is not touched",
    shows: async (api) => {
      await api.statuses(5, { token: 'wrong' })
      await api.statuses(3, { token: api.standard })
      await api.advance(hourMs / 4)
      const { headers } = await api.ask({ token: api.standard })
      expect(headers['ratelimit']).toBe('"token";r=99;t=3600')
    },
  },
  {
    row,
    reading: 'CORS preflights are not counted, nor refused for a limit or a lockout',
    switches: { anonymousLimit },
    shows: async (api) => {
      const preflight = {
        method: 'OPTIONS',
        headers: {
          Origin: 'https://partner.example',
          'Access-Control-Request-Method': 'GET',
          'Access-Control-Request-Headers': 'authorization',
        },
      }
      expect(await api.statuses(3, preflight)).toEqual([204, 204, 204])
      expect(await api.statuses(2)).toEqual([200, 429])
      await api.statuses(6, { token: 'wrong' })
      const { status, headers } = await api.ask(preflight)
      expect([status, headers['access-control-allow-headers']]).toEqual([204, 'authorization'])
    },
  },
]
