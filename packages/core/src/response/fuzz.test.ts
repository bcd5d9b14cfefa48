import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numRuns } from '../limiter/call.testing.ts'
import { parseList, parseNumber } from './headerFields.ts'
import { hostile, readAll } from './hostile.testing.ts'
import { parseHttpDate, retryAfterMs } from './retryAfter.ts'
import { readAdvertised } from './rateLimitHeaders.ts'

const noon = Date.UTC(2026, 0, 1, 12)
/** Visible ASCII and what of Latin-1 may stand in a header value. */
const anyValue = fc.oneof(
  fc.string({ unit: 'binary-ascii' }),
  fc.string({
    unit: fc.constantFrom('"', ',', ';', '=', '\\', ' ', '1', '0', '.', '-', 'q', 'w', 'r', 't', 'é'),
  }),
)
const names = [
  'ratelimit',
  'ratelimit-policy',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'retry-after',
  'date',
  'age',
  'content-type',
  'www-authenticate',
]
const anyFields = fc.dictionary(fc.constantFrom(...names), anyValue)
const bodies = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.json().map((text) => text.slice(0, -1)),
)

describe('whatever a server writes', () => {
  it('is read without a throw', () => {
    const written = fc.record({ fields: anyFields, body: bodies, location: anyValue })
    fc.assert(fc.property(written, readAll), { numRuns })
  })

  it('gives numbers that can be counted with, or none', () => {
    const isSane = (value: number | undefined): boolean =>
      value === undefined || (Number.isFinite(value) && value >= 0)
    fc.assert(
      fc.property(anyFields, (fields) => {
        const headers = new Headers()
        for (const [name, value] of Object.entries(fields))
          if (/^[\x20-\x7E]*$/.test(value)) headers.set(name, value)
        const { policies = [], remaining, resetMs } = readAdvertised(headers, noon) ?? {}
        const limits = policies.flatMap(({ requests, windowMs }) => [requests, windowMs])
        expect([...limits, remaining, resetMs, retryAfterMs(headers, noon)].every(isSane)).toBe(true)
        expect(policies.every(({ requests }) => Number.isInteger(requests) && requests >= 1)).toBe(true)
      }),
      { numRuns },
    )
  })

  it('is a list, a number or a date only where it reads as one', () => {
    fc.assert(
      fc.property(anyValue, (text) => {
        expect(
          parseList(text).every(({ name, parameters }) => text.includes(name) && parameters.size >= 0),
        ).toBe(true)
        const number = parseNumber(text)
        if (number !== undefined) expect(number).toBe(Number(text.trim()))
        const at = parseHttpDate(text, noon)
        expect(at === undefined || Number.isInteger(at)).toBe(true)
      }),
      { numRuns },
    )
  })

  it('that is a list comes back as it was written', () => {
    const token = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
    const item = fc.record({
      name: fc.string({ unit: fc.constantFrom('a', ' ', ',', ';', '=', 'é') }),
      parameters: fc.dictionary(token, fc.nat().map(String)),
    })
    fc.assert(
      fc.property(fc.array(item, { maxLength: 5 }), (items) => {
        const field = items
          .map(({ name, parameters }) =>
            [`"${name}"`, ...Object.entries(parameters).map((pair) => pair.join('='))].join(';'),
          )
          .join(', ')
        const read = parseList(field).map(({ name, parameters }) => ({
          name,
          parameters: Object.fromEntries(parameters),
        }))
        expect(read).toEqual(items.map(({ name, parameters }) => ({ name, parameters: { ...parameters } })))
      }),
      { numRuns },
    )
  })
})

// The ratio is for people to read. What fails is only what a quadratic reader would need: minutes
// instead of milliseconds.
it.skipIf(!process.features.typescript)(
  'takes time in proportion to a megabyte of hostile input (skipped where Node cannot run TypeScript)',
  async () => {
    const main = fileURLToPath(new URL('hostile.main.testing.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [main], { timeout: 300_000, env: {} })
    const rows = JSON.parse(stdout) as { name: string; tookMs: number[] }[]
    if (process.env['BANDO_RUNS']) console.table(rows)
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(hostile))
  },
)
