import { expect } from 'vitest'
import { times } from '../Api.ts'
import type { Row } from '../Row.ts'

/** Every refusal names the address for help. */
const contact = /api@bando\.cool/

/** What the API's documentation says: no switch changes it. */
export const facts: readonly Row[] = [
  {
    row: 'C1: the documented example',
    reading: 'GET /coolness is answered in JSON',
    shows: async (api) => {
      const { status, headers, text } = await api.ask({ token: api.standard })
      expect([status, headers['content-type'], JSON.parse(text)]).toEqual([
        200,
        'application/json',
        { coolness: 100, of: 'bando' },
      ])
    },
  },
  {
    row: 'C2: the API is public',
    reading: 'without credentials a request is served',
    shows: async (api) => expect(await api.statuses(1)).toEqual([200]),
  },
  {
    row: 'C3: a token allows more',
    reading: 'a bearer is served where the anonymous caller is refused',
    shows: async (api) => {
      expect(await api.statuses(61)).toEqual([...times(60, 200), 429])
      expect(await api.statuses(61, { token: api.standard })).toEqual(times(61, 200))
    },
  },
  {
    row: 'C4: tokens come by e-mail',
    reading: 'no path issues or refreshes one',
    shows: async (api) => {
      for (const path of [
        '/token',
        '/tokens',
        '/oauth/token',
        '/login',
        '/api/v1/tokens/',
        '/api/v1/tokens/arb/',
      ]) {
        const { status, text } = await api.ask({ method: 'POST', path, token: api.standard })
        expect([path, status]).toEqual([path, path === '/api/v1/tokens/arb/' ? 405 : 404])
        expect(text).toMatch(contact)
        expect(text).not.toMatch(/bando_/)
      }
    },
  },
  {
    row: 'C5: 100 requests an hour',
    reading: 'the 101st is answered 429 Too Many Requests',
    shows: async (api) => {
      expect(await api.statuses(101, { token: api.standard })).toEqual([...times(100, 200), 429])
      const { text } = await api.ask({ token: api.standard })
      expect(JSON.parse(text)).toMatchObject({ errorCode: 'RATE_LIMITED' })
      expect(text).toMatch(contact)
    },
  },
  {
    row: 'C6: invalid credentials',
    reading: 'are answered 401 Unauthorized at first, with a challenge',
    shows: async (api) => {
      for (const token of ['wrong', api.revoked, await api.issue({ status: 'expired' })]) {
        const { status, headers, text } = await api.ask({ token })
        expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer error="invalid_token"'])
        expect(text).toMatch(contact)
      }
    },
  },
  {
    row: 'C7: several of them',
    reading: 'have every attempt answered 403 Forbidden, valid ones included',
    shows: async (api) => {
      expect(await api.statuses(6, { token: 'wrong' })).toEqual([...times(5, 401), 403])
      const { status, text } = await api.ask({ token: api.standard })
      expect([status, JSON.parse(text)]).toMatchObject([403, { errorCode: 'LOCKED_OUT' }])
      expect(text).toMatch(contact)
    },
  },
  ...paths(),
  {
    row: '403 is not a lockout alone',
    reading: 'a token used from an address it is not for is refused, and that is no failed attempt',
    shows: async (api) => {
      const token = await api.issue({ addresses: ['192.0.2.1'] })
      const { status, text } = await api.ask({ token })
      expect([status, text]).toEqual([403, expect.stringMatching(/IP address/)])
      expect(await api.statuses(9, { token })).toEqual(times(9, 403))
      expect(await api.statuses(1, { token: api.standard })).toEqual([200])
    },
  },
  {
    row: 'What does a token look like?',
    reading: 'the first word the command prints that looks like one is a valid standard token',
    shows: async (api) => {
      expect(api.standard).toMatch(/^bando_[A-Za-z0-9_]+$/)
      const { headers } = await api.ask({ token: api.standard })
      expect(headers['ratelimit-policy']).toBe('"token";q=100;w=3600')
    },
  },
]

/** The API's public paths: each is there, under the method it is known by. */
function paths(): Row[] {
  const quote = {
    sku: 'b4d00000-0000-4000-8000-000000000003',
    fiatCurrency: 'COP',
    digitalAsset: '0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d',
    chainId: 421_614,
    sender: '0xa',
  }
  const asked = [
    { method: 'GET', path: '/api/v1/countries/', status: 200 },
    { method: 'GET', path: '/api/v1/products/grouped/', status: 200 },
    { method: 'GET', path: '/api/v1/networks/', status: 200 },
    { method: 'GET', path: '/api/v1/tokens/arb/', status: 200 },
    { method: 'POST', path: '/api/v1/quotes/', status: 201, body: JSON.stringify(quote) },
    { method: 'GET', path: '/api/v1/wallets/0xa/', status: 404 },
    { method: 'POST', path: '/api/v1/wallets/0xa/transactions/', status: 400, body: '{}' },
    { method: 'GET', path: '/api/v1/wallets/0xa/transactions/', status: 200 },
    { method: 'GET', path: '/api/v1/wallets/0xa/transactions/none/', status: 404 },
    { method: 'POST', path: '/api/v1/references/', status: 410, body: '{}' },
    { method: 'GET', path: '/api/v1/references/', status: 410 },
  ]
  return asked.map(({ status, ...request }) => ({
    row: 'The public paths',
    reading: `${request.method} ${request.path} is answered ${status}`,
    shows: async (api) => {
      expect(await api.statuses(1, request)).toEqual([status])
      expect(await api.statuses(1, { ...request, token: 'wrong' })).toEqual([401])
    },
  }))
}
