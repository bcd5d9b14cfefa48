import { expect } from 'vitest'
import type { Reply } from '../../running/ask.ts'
import { hourMs, minuteMs, type Api } from '../Api.ts'
import type { Row } from '../Row.ts'

const tells = 'What tells the client?'
const limit = { requests: 2, windowMs: hourMs }
const epochSeconds = async (api: Api): Promise<number> =>
  ((await api.admin('GET', 'clock')) as { now: number }).now / 1000

/** The fields that tell of a budget, and the bodies that tell of a refusal. */
export const told: readonly Row[] = [
  {
    row: tells,
    reading: 'RateLimit and RateLimit-Policy on every response, Retry-After on 429 and 403',
    switches: { headers: 'standard', limit },
    shows: async (api) => {
      const { served, limited, rejected, locked } = await everyKind(api)
      expect(fieldsOf(served)).toEqual({
        'ratelimit-policy': '"token";q=2;w=3600',
        ratelimit: '"token";r=1;t=3600',
      })
      expect(fieldsOf(limited)).toEqual({
        'ratelimit-policy': '"token";q=2;w=3600',
        ratelimit: '"token";r=0;t=3541',
        'retry-after': '3541',
      })
      expect(fieldsOf(rejected)).toEqual({
        'ratelimit-policy': '"anonymous";q=60;w=3600',
        ratelimit: '"anonymous";r=59;t=3600',
      })
      expect(fieldsOf(locked)).toEqual({
        'ratelimit-policy': '"anonymous";q=60;w=3600',
        ratelimit: '"anonymous";r=54;t=3600',
        'retry-after': '900',
      })
    },
  },
  {
    row: tells,
    reading: 'X-RateLimit, its reset an epoch',
    switches: { headers: 'legacy', limit },
    shows: async (api) => {
      const resetsAt = Math.ceil((await epochSeconds(api)) + 3600)
      const { served, limited, rejected, locked } = await everyKind(api)
      expect(fieldsOf(served)).toEqual(legacy(2, 1, resetsAt))
      expect(fieldsOf(limited)).toEqual({ ...legacy(2, 0, resetsAt), 'retry-after': '3541' })
      const anonymousResetsAt = Math.ceil((await epochSeconds(api)) + 3600)
      expect(fieldsOf(rejected)).toEqual(legacy(60, 59, anonymousResetsAt))
      expect(fieldsOf(locked)).toEqual({ ...legacy(60, 54, anonymousResetsAt), 'retry-after': '900' })
    },
  },
  {
    row: tells,
    reading: 'X-RateLimit, its reset in seconds',
    switches: { headers: 'legacy-seconds', limit },
    shows: async (api) => {
      const { served, limited, rejected, locked } = await everyKind(api)
      expect(fieldsOf(served)).toEqual(legacy(2, 1, 3600))
      expect(fieldsOf(limited)).toEqual({ ...legacy(2, 0, 3541), 'retry-after': '3541' })
      expect(fieldsOf(rejected)).toEqual(legacy(60, 59, 3600))
      expect(fieldsOf(locked)).toEqual({ ...legacy(60, 54, 3600), 'retry-after': '900' })
    },
  },
  ...Object.entries({
    'fixed-window': 3600,
    'fixed-window-aligned': 2700,
    'sliding-log': 3600,
    'token-bucket': 1800,
    'sliding-counter': 2700 + 1800,
  }).map(([algorithm, seconds]): Row => ({
    row: tells,
    reading: `t and Retry-After end when more becomes available under ${algorithm}`,
    switches: { headers: 'standard', algorithm, limit },
    shows: async (api) => {
      const token = api.standard
      await api.advanceToFullHour()
      await api.advance(15 * minuteMs)
      await api.statuses(2, { token })
      const { headers } = await api.ask({ token })
      expect([headers.ratelimit, headers['retry-after']]).toEqual([`"token";r=0;t=${seconds}`, `${seconds}`])
      await api.advance(seconds * 1000 - 1)
      expect(await api.statuses(1, { token })).toEqual([429])
      await api.advance(1)
      expect(await api.statuses(1, { token })).toEqual([200])
    },
  })),
  {
    row: tells,
    reading: 'nothing',
    switches: { headers: 'none', limit },
    shows: async (api) => {
      for (const reply of Object.values(await everyKind(api))) expect(fieldsOf(reply)).toEqual({})
    },
  },
  ...(['bando', 'legacy'] as const).map((errors): Row => ({
    row: 'Bodies of errors',
    reading: errors === 'bando' ? "the API's own" : 'its own before 2025-08-11',
    switches: { errors, limit },
    shows: async (api) => {
      const { limited, rejected, locked } = await everyKind(api)
      const codes = [limited, rejected, locked].map(({ headers, text }) => {
        expect(headers['content-type']).toBe('application/json')
        const { errorCode, error, message, ...rest } = JSON.parse(text) as Record<string, unknown>
        expect(rest).toEqual(errors === 'bando' ? {} : { data: null })
        expect(message).toMatch(/api@bando\.cool/)
        return errors === 'bando' ? errorCode : error
      })
      expect(codes).toEqual(['RATE_LIMITED', 'INVALID_TOKEN', 'LOCKED_OUT'])
      expect(locked.text).toMatch(/login attempts/)
    },
  })),
  {
    row: 'Bodies of errors',
    reading: 'RFC 9457 problems',
    switches: { errors: 'problem', limit },
    shows: async (api) => {
      const { limited, rejected, locked } = await everyKind(api)
      const types = [limited, rejected, locked].map(({ status, headers, text }) => {
        expect(headers['content-type']).toBe('application/problem+json')
        const problem = JSON.parse(text) as Record<string, unknown>
        expect(Object.keys(problem)).toEqual(['type', 'title', 'status', 'detail'])
        expect(problem['status']).toBe(status)
        expect(problem['detail']).toMatch(/api@bando\.cool/)
        return problem['type']
      })
      expect(new Set(types).size).toBe(3)
      expect(locked.text).toMatch(/login attempts/)
    },
  },
  {
    row: 'Bodies of errors',
    reading: 'a line of text',
    switches: { errors: 'plain', limit },
    shows: async (api) => {
      const { limited, rejected, locked } = await everyKind(api)
      expect(limited.headers['content-type']).toBe('text/plain; charset=utf-8')
      expect(limited.text).toMatch(/^Too Many Requests: .*api@bando\.cool.*\n$/)
      expect(rejected.text).toMatch(/^Unauthorized: .*api@bando\.cool.*\n$/)
      expect(locked.text).toMatch(/^Forbidden: .*login attempts.*api@bando\.cool.*\n$/)
    },
  },
  {
    row: 'Bodies of errors',
    reading: 'nothing but the status',
    switches: { errors: 'empty', limit },
    shows: async (api) => {
      const { limited, rejected, locked } = await everyKind(api)
      expect([limited.status, rejected.status, locked.status]).toEqual([429, 401, 403])
      for (const { headers, text } of [limited, rejected, locked])
        expect([headers['content-type'], headers['content-length'], text]).toEqual([undefined, '0', ''])
    },
  },
]

/** One answer of each kind; a minute and a millisecond lie between the first and the second. */
async function everyKind(api: Api): Promise<Record<'served' | 'limited' | 'rejected' | 'locked', Reply>> {
  const token = api.standard
  const served = await api.ask({ token })
  await api.ask({ token })
  await api.advance(minuteMs - 1)
  const limited = await api.ask({ token })
  const rejected = await api.ask({ token: 'wrong' })
  await api.statuses(4, { token: 'wrong' })
  const locked = await api.ask({ token: 'wrong' })
  return { served, limited, rejected, locked }
}

function fieldsOf({ headers }: Reply): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => /ratelimit|retry-after/.test(name)))
}

function legacy(requests: number, remaining: number, reset: number): Record<string, string> {
  return {
    'x-ratelimit-limit': String(requests),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
  }
}
