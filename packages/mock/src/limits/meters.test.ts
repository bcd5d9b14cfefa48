import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { algorithms, createMeter } from './createMeter.ts'

/** Random traffic: the gaps between requests in ms, under a random limit. */
const traffic = fc.record({
  limit: fc.record({ requests: fc.integer({ min: 1, max: 8 }), windowMs: fc.integer({ min: 1, max: 60 }) }),
  startsAt: fc.integer({ min: 0, max: 1000 }),
  gapsMs: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }),
})

describe.each(algorithms)('%s', (algorithm) => {
  test('starts with the whole limit', () => {
    const limit = { requests: 3, windowMs: 10 }
    expect(createMeter(algorithm, limit).quota(7)).toEqual({ remaining: 3, moreAt: 7, resetAt: 7 })
  })

  test('reports exactly when more is available, and when everything is', () => {
    fc.assert(
      fc.property(traffic, ({ limit, startsAt, gapsMs }) => {
        const meter = createMeter(algorithm, limit)
        const served: number[] = []
        for (const now of instants({ startsAt, gapsMs })) {
          if (meter.quota(now).remaining > 0) {
            meter.count(now)
            served.push(now)
          }
          const { remaining, moreAt, resetAt } = meter.quota(now)
          // A look at a later instant would end the window, so each look has its own meter.
          const later = (at: number) => {
            const other = createMeter(algorithm, limit)
            for (const instant of served) other.count(instant)
            return other.quota(at)
          }
          expect(later(moreAt - 1).remaining).toBe(remaining)
          expect(later(moreAt).remaining).toBeGreaterThan(remaining)
          expect(later(resetAt)).toEqual({ remaining: limit.requests, moreAt: resetAt, resetAt })
        }
      }),
      { numRuns: 60 },
    )
  })

  test('counting many at once equals counting one by one', () => {
    fc.assert(
      fc.property(traffic, fc.array(fc.integer({ min: 1, max: 12 })), (random, counts) => {
        const [atOnce, oneByOne] = [
          createMeter(algorithm, random.limit),
          createMeter(algorithm, random.limit),
        ]
        for (const [index, now] of instants(random).entries()) {
          const requests = counts[index] ?? 1
          atOnce.count(now, requests)
          for (let counted = 0; counted < requests; counted++) oneByOne.count(now)
          expect(atOnce.quota(now)).toEqual(oneByOne.quota(now))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('counting a huge number takes no time', () => {
    const limit = { requests: Number.MAX_SAFE_INTEGER, windowMs: 1 }
    const meter = createMeter(algorithm, limit)
    meter.count(7, limit.requests - 1)
    expect(meter.quota(7).remaining).toBe(1)
  })

  test('counting past the limit never shows fewer than 0 remaining', () => {
    fc.assert(
      fc.property(traffic, ({ limit, startsAt, gapsMs }) => {
        const meter = createMeter(algorithm, limit)
        let now = startsAt
        for (const gapMs of gapsMs) {
          now += gapMs
          meter.count(now)
          const { remaining, moreAt, resetAt } = meter.quota(now)
          expect(remaining).toBeGreaterThanOrEqual(0)
          expect(remaining).toBeLessThan(limit.requests)
          expect(moreAt).toBeGreaterThan(now)
          expect(resetAt).toBeGreaterThanOrEqual(moreAt)
        }
      }),
      { numRuns: 60 },
    )
  })
})

test('a sliding log serves no more than the limit in any window', () => {
  fc.assert(
    fc.property(traffic, ({ limit, startsAt, gapsMs }) => {
      const served = servedBy('sliding-log', limit, { startsAt, gapsMs })
      for (const at of served) {
        const within = served.filter((other) => other > at - limit.windowMs && other <= at)
        expect(within.length).toBeLessThanOrEqual(limit.requests)
      }
    }),
  )
})

test('a token bucket serves no more than one window in each instant and its refill afterwards', () => {
  fc.assert(
    fc.property(traffic, ({ limit, startsAt, gapsMs }) => {
      const served = servedBy('token-bucket', limit, { startsAt, gapsMs })
      for (const [index, from] of served.entries()) {
        for (const [count, to] of served.slice(index).entries()) {
          const refill = ((to - from) * limit.requests) / limit.windowMs
          expect(count + 1).toBeLessThanOrEqual(limit.requests + refill)
        }
      }
    }),
    { numRuns: 60 },
  )
})

type Traffic = { startsAt: number; gapsMs: readonly number[] }

function servedBy(
  algorithm: (typeof algorithms)[number],
  limit: { requests: number; windowMs: number },
  traffic: Traffic,
) {
  const meter = createMeter(algorithm, limit)
  const served: number[] = []
  for (const now of instants(traffic)) {
    if (meter.quota(now).remaining === 0) continue
    meter.count(now)
    served.push(now)
  }
  return served
}

function instants({ startsAt, gapsMs }: Traffic): number[] {
  let now = startsAt
  return gapsMs.map((gapMs) => (now += gapMs))
}
