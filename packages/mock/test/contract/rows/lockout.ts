import { expect } from 'vitest'
import { elsewhere, minuteMs, times } from '../Api.ts'
import type { Row } from '../Row.ts'

const several = 'What is "several … within a short period"?'
const temporarily = 'How long is "temporarily"?'
const thatUser = 'Who is "that user"?'
const meanwhile = 'Are anonymous requests served during a lockout?'
const malformed = 'Malformed Authorization?'
const malformedFields = [
  'Basic dTpw',
  'Bearer',
  'Bearer two words',
  'Bearer <bando_api_token>',
  'nonsense',
  '',
]

/** When authentication is refused: after what, for how long, and for which callers. */
export const lockout: readonly Row[] = [
  {
    row: several,
    reading: '5 within 60 s: a failure as old as that is forgotten',
    shows: async (api) => {
      expect(await api.statuses(1, { token: 'wrong' })).toEqual([401])
      await api.advance(minuteMs)
      expect(await api.statuses(4, { token: 'wrong' })).toEqual(times(4, 401))
      await api.advance(minuteMs - 1)
      expect(await api.statuses(2, { token: 'wrong' })).toEqual([401, 403])
    },
  },
  {
    row: several,
    reading: 'any other number and time',
    switches: { lockout: { attempts: 2, withinMs: 1000 } },
    shows: async (api) => {
      expect(await api.statuses(1, { token: 'wrong' })).toEqual([401])
      await api.advance(1000)
      expect(await api.statuses(3, { token: 'wrong' })).toEqual([401, 401, 403])
    },
  },
  {
    row: several,
    reading: 'no number: there is no lockout',
    switches: { lockout: false },
    shows: async (api) => {
      expect(await api.statuses(20, { token: 'wrong' })).toEqual(times(20, 401))
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
    },
  },
  {
    row: several,
    reading: 'a valid attempt between them forgives nothing',
    shows: async (api) => {
      expect(await api.statuses(4, { token: 'wrong' })).toEqual(times(4, 401))
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
      expect(await api.statuses(2, { token: 'wrong' })).toEqual([401, 403])
    },
  },
  {
    row: temporarily,
    reading: 'after it, failures are counted anew',
    shows: async (api) => {
      await api.statuses(5, { token: 'wrong' })
      await api.advance(15 * minuteMs)
      expect(await api.statuses(6, { token: 'wrong' })).toEqual([...times(5, 401), 403])
    },
  },
  {
    row: temporarily,
    reading: '15 minutes from the attempt that locked, however often one knocks',
    shows: async (api) => {
      await api.statuses(5, { token: 'wrong' })
      await api.advance(15 * minuteMs - 1)
      expect(await api.statuses(2, { token: api.standard })).toEqual([403, 403])
      await api.advance(1)
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
    },
  },
  {
    row: temporarily,
    reading: 'any other time',
    switches: { lockout: { forMs: 5000 } },
    shows: async (api) => {
      await api.statuses(5, { token: 'wrong' })
      await api.advance(4999)
      expect(await api.statuses(1, { token: api.standard })).toEqual([403])
      await api.advance(1)
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
    },
  },
  ...(['revoked', 'expired'] as const).map((status): Row => ({
    row: thatUser,
    reading: `the owner that a ${status} token names, from everywhere, and the address`,
    switches: { lockout: { by: 'both' } },
    elsewhere: true,
    shows: async (api) => {
      const [old, fresh] = [await api.issue({ owner: 'a', status }), await api.issue({ owner: 'a' })]
      expect(await api.statuses(6, { token: old })).toEqual([...times(5, 401), 403])
      expect(await api.statuses(1, { token: fresh, from: elsewhere })).toEqual([403])
      expect(await api.statuses(1, { token: api.standard })).toEqual([403])
      expect(await api.statuses(1, { token: api.standard, from: elsewhere })).toEqual([200])
    },
  })),
  {
    row: thatUser,
    reading: 'the address alone, if the token names no owner',
    switches: { lockout: { by: 'both' } },
    elsewhere: true,
    shows: async (api) => {
      await api.statuses(5, { token: 'wrong' })
      expect(await api.statuses(1, { token: api.standard })).toEqual([403])
      expect(await api.statuses(1, { token: api.standard, from: elsewhere })).toEqual([200])
    },
  },
  {
    row: thatUser,
    reading: 'the owner, wherever the failures came from',
    switches: { lockout: { by: 'owner' } },
    elsewhere: true,
    shows: async (api) => {
      const [old, fresh] = [
        await api.issue({ owner: 'a', status: 'revoked' }),
        await api.issue({ owner: 'a' }),
      ]
      expect(await api.statuses(3, { token: old })).toEqual(times(3, 401))
      expect(await api.statuses(3, { token: old, from: elsewhere })).toEqual([401, 401, 403])
      expect(await api.statuses(1, { token: fresh })).toEqual([403])
      expect(await api.statuses(6, { token: 'wrong' })).toEqual(times(6, 401))
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
    },
  },
  {
    row: thatUser,
    reading: 'the address, with any token',
    switches: { lockout: { by: 'address' } },
    elsewhere: true,
    shows: async (api) => {
      const [old, fresh] = [
        await api.issue({ owner: 'a', status: 'revoked' }),
        await api.issue({ owner: 'a' }),
      ]
      expect(await api.statuses(6, { token: old })).toEqual([...times(5, 401), 403])
      expect(await api.statuses(1, { token: fresh })).toEqual([403])
      expect(await api.statuses(1, { token: fresh, from: elsewhere })).toEqual([200])
    },
  },
  {
    row: malformed,
    reading: 'the scheme is accepted in any case',
    shows: async (api) => {
      for (const scheme of ['bearer', 'BEARER'])
        expect(await api.statuses(1, { headers: { Authorization: `${scheme} ${api.standard}` } })).toEqual([
          200,
        ])
    },
  },
  {
    row: meanwhile,
    reading: 'yes',
    switches: { lockout: { anonymous: 'served' } },
    shows: async (api) => {
      await api.statuses(5, { token: 'wrong' })
      expect(await api.statuses(1)).toEqual([200])
    },
  },
  {
    row: meanwhile,
    reading: 'no',
    switches: { lockout: { anonymous: 'refused' } },
    elsewhere: true,
    shows: async (api) => {
      await api.statuses(5, { token: 'wrong' })
      expect(await api.statuses(1)).toEqual([403])
      expect(await api.statuses(1, { from: elsewhere })).toEqual([200])
      await api.advance(15 * minuteMs)
      expect(await api.statuses(1)).toEqual([200])
    },
  },
  ...malformedFields.map((Authorization): Row => ({
    row: malformed,
    reading: `counts as invalid credentials: "${Authorization}"`,
    switches: { malformed: 'rejected' },
    shows: async (api) => {
      const request = { headers: { Authorization } }
      expect((await api.ask(request)).headers['www-authenticate']).toBe('Bearer error="invalid_token"')
      expect(await api.statuses(5, request)).toEqual([...times(4, 401), 403])
    },
  })),
  ...malformedFields.map((Authorization): Row => ({
    row: malformed,
    reading: `counts as none: "${Authorization}"`,
    switches: { malformed: 'anonymous' },
    shows: async (api) => {
      expect(await api.statuses(9, { headers: { Authorization } })).toEqual(times(9, 200))
      expect(await api.statuses(1, { token: 'wrong' })).toEqual([401])
    },
  })),
]
