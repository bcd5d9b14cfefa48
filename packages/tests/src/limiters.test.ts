import { createMock, type MockOptions } from '@bando/mock'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Limit, Limiter, Said } from './limiters/Limiter.ts'
import { aligned, byDefinition, counter, gcra, log } from './limiters/oracles.ts'
import { expressRateLimit, limiterBucket, nestThrottler, rateLimiterFlexible } from './limiters/peers.ts'

const limits = fc.record({
  requests: fc.integer({ min: 1, max: 6 }),
  windowMs: fc.integer({ min: 1, max: 8 }).map((seconds) => seconds * 1000),
})
/** Values for which sums of binary fractions are exact. */
const dyadicLimits = fc.record({
  requests: fc.constantFrom(1, 2, 4, 8),
  windowMs: fc.constantFrom(1024, 4096, 8192),
})
/** Bursts, trickles, and pauses that end exactly with a window, a millisecond before or after. */
const gaps = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 300 }),
    fc.integer({ min: 0, max: 9000 }),
    fc
      .tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom(-1, 0, 1))
      .map(([seconds, off]) => seconds * 1000 + off),
  ),
  { maxLength: 60 },
)

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the mock decides on every request as independent limiters do', () => {
  it.each([
    ['fixed-window', 'rate-limiter-flexible', rateLimiterFlexible],
    ['fixed-window', 'express-rate-limit', expressRateLimit],
    ['fixed-window-aligned', 'its definition', (limit: Limit) => byDefinition(limit, aligned(limit))],
    ['sliding-log', '@nestjs/throttler', nestThrottler],
    ['sliding-log', 'its definition', (limit: Limit) => byDefinition(limit, log(limit))],
    ['token-bucket', 'the generic cell rate algorithm', gcra],
    ['sliding-counter', 'its definition', (limit: Limit) => byDefinition(limit, counter(limit))],
  ] as const)('%s: %s', async (algorithm, _name, other) => {
    await agree({ algorithm }, other, limits)
  })

  it('token-bucket: limiter', async () => {
    await agree({ algorithm: 'token-bucket' }, limiterBucket, dyadicLimits)
  })

  it('sliding-log where a refused request counts: its definition', async () => {
    await agree(
      { algorithm: 'sliding-log', counted: { limited: true } },
      (limit) => byDefinition(limit, log(limit), true),
      limits,
    )
  })
})

async function agree(
  options: MockOptions,
  other: (limit: Limit) => Limiter,
  drawn: fc.Arbitrary<Limit>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(drawn, gaps, async (limit, gapsMs) => {
      const [mock, independent] = [mockLimiter({ ...options, limit }), other(limit)]
      for (const gapMs of gapsMs) {
        vi.advanceTimersByTime(gapMs)
        expect(await mock.ask()).toEqual(await independent.ask())
      }
    }),
  )
}

/** The status and the fields that a mock sends for one token. */
function mockLimiter(options: MockOptions): Limiter {
  const mock = createMock({ ...options, clock: { now: () => Date.now() } })
  const headers = { authorization: `Bearer ${mock.tokens.issue()}` }
  return {
    ask: async (): Promise<Said> => {
      const response = await mock.fetch('/coolness', { headers })
      const told = /r=(\d+)/.exec(response.headers.get('ratelimit') ?? '')?.[1]
      const remaining = Number(told)
      if (response.status === 200) return { served: true, remaining }
      return { served: false, remaining, waitS: Number(response.headers.get('retry-after')) }
    },
  }
}
