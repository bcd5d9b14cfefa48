import { expect } from 'vitest'
import type { Ask } from '../../running/ask.ts'
import type { Row } from '../Row.ts'

/** What lies behind the gate, one request of each kind of answer. */
const answers: readonly (Ask & { readonly status: number })[] = [
  { status: 200, path: '/coolness' },
  { status: 204, method: 'OPTIONS', path: '/coolness' },
  { status: 301, path: '/api/v1/networks' },
  { status: 404, method: 'POST', path: '/api/v1/quotes' },
  { status: 400, method: 'POST', path: '/api/v1/quotes/', body: '{}' },
  { status: 404, path: '/nowhere' },
  { status: 405, method: 'DELETE', path: '/coolness' },
  { status: 410, path: '/api/v1/references/' },
  { status: 413, method: 'POST', path: '/api/v1/quotes/', body: 'x'.repeat(1_048_577) },
]

const says = {
  bando: /^\{"errorCode":"[A-Z_]+","message":".*api@bando\.cool/,
  legacy: /^\{"error":"[A-Z_]+","message":".*api@bando\.cool.*"data":/,
  problem: /^\{"type":"https:.*api@bando\.cool/,
  plain: /^[A-Z][\w ]+: .*api@bando\.cool.*\n$/,
  empty: /^$/,
}

/** What the contract says of every answer, refusal or not. */
export const everyAnswer: readonly Row[] = [
  ...answers.map(({ status, ...request }): Row => ({
    row: 'What tells the client?',
    reading: `a ${status} spends, and states what is left, like any response`,
    switches: { headers: 'standard' },
    shows: async (api) => {
      const reply = await api.ask({ ...request, token: api.standard })
      expect([reply.status, reply.headers['ratelimit'], reply.headers['ratelimit-policy']]).toEqual([
        status,
        '"token";r=99;t=3600',
        '"token";q=100;w=3600',
      ])
      expect(reply.headers['retry-after']).toBeUndefined()
    },
  })),
  ...Object.entries(says).map(([errors, text]): Row => ({
    row: 'Bodies of errors',
    reading: `${errors}: those of every refusal`,
    switches: { errors },
    shows: async (api) => {
      const blocked = await api.issue({ addresses: ['192.0.2.1'] })
      const refusals = [...answers.filter(({ status }) => status >= 400), { status: 403, token: blocked }]
      for (const { status, ...request } of refusals) {
        const reply = await api.ask(request)
        expect([status, reply.status, reply.text]).toEqual([status, status, expect.stringMatching(text)])
      }
    },
  })),
  {
    row: '403 is not a lockout alone',
    reading: 'the one for an address says nothing of when to come back',
    shows: async (api) => {
      const { status, headers } = await api.ask({ token: await api.issue({ addresses: ['192.0.2.1'] }) })
      expect([status, headers['retry-after'], headers['www-authenticate']]).toEqual([
        403,
        undefined,
        undefined,
      ])
    },
  },
]
