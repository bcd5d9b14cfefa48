import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAdvertised } from './rateLimitHeaders.ts'

const now = Date.UTC(2026, 10, 24, 12, 0, 0)
const hour = 3_600_000

function read(headers: Record<string, string>) {
  return readAdvertised(new Headers(headers), now)
}

describe('the drafts of RateLimit', () => {
  it.each<[string, Record<string, string>, ReturnType<typeof read>]>([
    [
      'draft 10: lists of strings',
      { 'ratelimit-policy': '"hour";q=100;w=3600', ratelimit: '"hour";r=42;t=1200' },
      { policies: [{ requests: 100, windowMs: hour }], remaining: 42, resetMs: 1_200_000 },
    ],
    [
      'draft 9: unknown parameters, and a partition key',
      { 'ratelimit-policy': '"hour";q=100;w=3600;pk=:YWJj:;x="y;z"', ratelimit: '"hour";r=42;t=1200;x=1' },
      { policies: [{ requests: 100, windowMs: hour }], remaining: 42, resetMs: 1_200_000 },
    ],
    [
      'draft 8: tokens',
      { 'ratelimit-policy': 'hour;q=100;w=3600', ratelimit: 'hour;r=42;t=1200' },
      { policies: [{ requests: 100, windowMs: hour }], remaining: 42, resetMs: 1_200_000 },
    ],
    [
      'draft 7: one field of pairs, the quota as the policy itself',
      { 'ratelimit-policy': '100;w=3600;comment="a, b"', ratelimit: 'limit=100, remaining=42, reset=1200' },
      { policies: [{ requests: 100, windowMs: hour }], remaining: 42, resetMs: 1_200_000 },
    ],
    [
      'draft 7 without a policy: the window is not stated',
      { ratelimit: 'limit=100, remaining=42, reset=1200' },
      { policies: [{ requests: 100 }], remaining: 42, resetMs: 1_200_000 },
    ],
    [
      'drafts 4 to 6: three fields, and the policy beside them',
      {
        'ratelimit-policy': '100;w=3600',
        'ratelimit-limit': '100',
        'ratelimit-remaining': '42',
        'ratelimit-reset': '1200',
      },
      { policies: [{ requests: 100, windowMs: hour }], remaining: 42, resetMs: 1_200_000 },
    ],
    [
      'drafts 0 to 3: three fields, the policy in the first',
      { 'ratelimit-limit': '100, 100;w=3600', 'ratelimit-remaining': '42', 'ratelimit-reset': '1200' },
      { policies: [{ requests: 100 }], remaining: 42, resetMs: 1_200_000 },
    ],
    [
      'parameters by their whole names',
      { ratelimit: '"hour";remaining=42;reset=1200' },
      { policies: [], remaining: 42, resetMs: 1_200_000 },
    ],
    ['a missing t', { ratelimit: '"hour";r=42' }, { policies: [], remaining: 42, resetMs: undefined }],
    [
      'a policy alone',
      { 'ratelimit-policy': '"hour";q=100;w=3600' },
      { policies: [{ requests: 100, windowMs: hour }], remaining: undefined, resetMs: undefined },
    ],
  ])('%s', (_, headers, expected) => {
    expect(read(headers)).toEqual(expected)
  })
})

describe('several policies', () => {
  it('are all told, and what is left of the tightest', () => {
    expect(
      read({
        'ratelimit-policy': '"minute";q=10;w=60, "hour";q=100;w=3600',
        ratelimit: '"minute";r=7;t=3, "hour";r=2;t=1200',
      }),
    ).toEqual({
      policies: [
        { requests: 10, windowMs: 60_000 },
        { requests: 100, windowMs: hour },
      ],
      remaining: 2,
      resetMs: 1_200_000,
    })
  })

  it.each(['"minute";r=0;t=3, "hour";r=0;t=1200', '"hour";r=0;t=1200, "minute";r=0;t=3'])(
    'with as little left: the one that takes longest, in %s',
    (ratelimit) => {
      expect(read({ ratelimit })?.resetMs).toBe(1_200_000)
    },
  )
})

describe('a policy that is nonsense is left out', () => {
  it.each([
    '"a";q=0;w=60',
    '"a";q=-1;w=60',
    '"a";q=1.5;w=60',
    '"a";q=9999999999999;w=60',
    '"a";q=ten;w=60',
    '"a";q=10;w=0',
    '"a";q=10;w=99999999999',
    '"a";q=10',
    '"a";q=10;w=60;qu="content-bytes"',
    '"a"',
  ])('%s', (field) => {
    expect(read({ 'ratelimit-policy': `${field}, "b";q=5;w=60;qu="requests"` })?.policies).toEqual([
      { requests: 5, windowMs: 60_000 },
    ])
    expect(read({ 'ratelimit-policy': field })).toBeUndefined()
  })
})

it.each([
  ['one request', '"a";q=1;w=60', { requests: 1, windowMs: 60_000 }],
  ['as many as a server may mean', '"a";q=1000000000000;w=60', { requests: 1e12, windowMs: 60_000 }],
  ['a leap year', '"a";q=5;w=31622400', { requests: 5, windowMs: 366 * 86_400_000 }],
])('a policy may be of %s', (_, field, policy) => {
  expect(read({ 'ratelimit-policy': field })?.policies).toEqual([policy])
})

it('white space around the pairs of draft 7 is no part of them', () => {
  expect(read({ ratelimit: 'limit = 100 , remaining = 42 , reset = 1200, flag' })).toEqual({
    policies: [{ requests: 100 }],
    remaining: 42,
    resetMs: 1_200_000,
  })
})

it('the last of equal views that takes longest counts', () => {
  expect(read({ ratelimit: '"a";r=0;t=9, "b";r=3;t=99, "c";r=0' })).toMatchObject({
    remaining: 0,
    resetMs: 9000,
  })
})

it('a remainder without a limit is told as it is, and a limit without a remainder', () => {
  expect(read({ 'x-ratelimit-remaining': '4' })).toEqual({ policies: [], remaining: 4, resetMs: undefined })
  expect(read({ 'x-ratelimit-limit': '100' })).toEqual({
    policies: [{ requests: 100 }],
    remaining: undefined,
    resetMs: undefined,
  })
})

describe('X-RateLimit', () => {
  it.each<[string, string, number | undefined]>([
    ['a delta', '1200', 1_200_000],
    ['epoch seconds', String(now / 1000 + 1200), 1_200_000],
    ['epoch milliseconds', String(now + 1_200_000), 1_200_000],
    ['epoch seconds after 2038', String(2 ** 31 + 1000), (2 ** 31 + 1000) * 1000 - now],
    ['epoch seconds that have passed', String(now / 1000 - 60), 0],
    ['the longest delta', '99999999', 99_999_999_000],
    ['the first epoch', '100000000', 0],
    ['garbage', 'soon', undefined],
    ['nothing', '', undefined],
  ])('with a reset that is %s', (_, reset, resetMs) => {
    expect(
      read({ 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '42', 'x-ratelimit-reset': reset }),
    ).toEqual({
      policies: [{ requests: 100 }],
      remaining: 42,
      resetMs,
    })
  })

  it('comes after RateLimit', () => {
    expect(read({ 'x-ratelimit-remaining': '42', ratelimit: '"a";r=1' })?.remaining).toBe(1)
    expect(read({ 'x-ratelimit-remaining': '42', 'ratelimit-remaining': '2' })?.remaining).toBe(2)
  })
})

it.each<Record<string, string>>([
  {},
  { ratelimit: 'garbage' },
  { ratelimit: '"a";r=-1' },
  { 'ratelimit-policy': ',,,' },
  { 'x-ratelimit-reset': '1200' },
  { 'x-ratelimit-remaining': 'many' },
  { age: '3', ratelimit: '"a";r=1;t=1', 'ratelimit-policy': '"a";q=1;w=1' },
])('states nothing: %o', (headers) => {
  expect(read(headers)).toBeUndefined()
})

it('reads any headers without failing, and never states what cannot be', () => {
  const piece = fc.constantFrom(
    '"',
    '\\',
    ';',
    ',',
    '=',
    ' ',
    'q',
    'w',
    'r',
    't',
    '100',
    '-',
    '.',
    '9999999999999',
    'limit',
    'remaining',
  )
  const field = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))
  const name = fc.constantFrom(
    'ratelimit',
    'ratelimit-policy',
    'ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
  )
  fc.assert(
    fc.property(fc.dictionary(name, field), (headers) => {
      const advertised = read(headers)
      for (const { requests, windowMs } of advertised?.policies ?? []) {
        expect(Number.isSafeInteger(requests) && requests >= 1).toBe(true)
        expect(windowMs === undefined || (windowMs > 0 && windowMs < Infinity)).toBe(true)
      }
      for (const value of [advertised?.remaining ?? 0, advertised?.resetMs ?? 0])
        expect(value).toBeGreaterThanOrEqual(0)
    }),
  )
})
