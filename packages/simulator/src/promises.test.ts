import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bando } from './clients/bando.ts'
import { latencyKinds } from './network/latency.ts'
import type { ServerKind } from './servers/Server.ts'
import type { Scenario } from './simulate.ts'
import { simulate } from './simulate.ts'

/** Nightly, `BANDO_RUNS=10000`. */
const numRuns = Number(process.env['BANDO_RUNS'] ?? 15)
/** The number of runs for properties that other properties also show, on other servers. */
const fewerRuns = Math.ceil(numRuns / 3)
const safeServers: readonly ServerKind[] = [
  'fixed window, aligned',
  'fixed window, from first',
  'sliding log',
  'token bucket',
]

/**
 * Across a restart the wall clock is trusted (P6). So either the process is killed at times, or the
 * wall clock jumps.
 */
const upsets = fc.oneof(
  fc.record({
    restartEveryMs: fc.integer({ min: 5 * 60_000, max: 100 * 60_000 }),
    hasWallJumps: fc.constant(false),
  }),
  fc.record({ hasWallJumps: fc.boolean() }),
)

interface Setting {
  readonly servers?: readonly ServerKind[]
  readonly headers?: Scenario['headers']
  readonly lostShare?: fc.Arbitrary<number>
}

/** A random day of a client with a store. */
function day({
  servers = safeServers,
  headers = 'none',
  lostShare = fc.constant(0),
}: Setting): fc.Arbitrary<Scenario> {
  const weather = fc.record({
    server: fc.constantFrom(...servers),
    headers: fc.constant(headers),
    latency: fc.constantFrom(...latencyKinds),
    lostShare,
    hours: fc.integer({ min: 2, max: 4 }),
    seed: fc.nat(),
  })
  return fc.tuple(weather, upsets).map(([weather, upset]) => ({ ...weather, ...upset }))
}

const someLost = fc.double({ min: 0, max: 0.2, noNaN: true })

describe('P1: never a 429 of our making', () => {
  test('under windows, logs and buckets, without a header: none refused, and 99 % used', async () => {
    await fc.assert(
      fc.asyncProperty(day({}), async (scenario) => {
        const { refused, share } = await simulate(bando('Bando', true), scenario)
        expect(refused).toBe(0)
        expect(share).toBeGreaterThanOrEqual(0.99)
      }),
      { numRuns },
    )
  })

  test('under the same servers, when responses are lost: none refused', async () => {
    await fc.assert(
      fc.asyncProperty(day({ lostShare: someLost }), async (scenario) => {
        expect((await simulate(bando('Bando', true), scenario)).refused).toBe(0)
      }),
      { numRuns },
    )
  })

  describe('under a sliding counter, which weighs two windows', () => {
    const servers = ['sliding counter'] as const

    test('evenly spread: none refused, and 95 % used', async () => {
      await fc.assert(
        fc.asyncProperty(day({ servers }), async (scenario) => {
          const { refused, share } = await simulate(bando('Bando', true, { burstShare: 0 }), scenario)
          expect(refused).toBe(0)
          expect(share).toBeGreaterThanOrEqual(0.95)
        }),
        { numRuns: fewerRuns },
      )
    })

    test('with headers: none refused, and 98 % used', async () => {
      await fc.assert(
        fc.asyncProperty(day({ servers, headers: 'standard' }), async (scenario) => {
          const { refused, share } = await simulate(bando('Bando', true), scenario)
          expect(refused).toBe(0)
          expect(share).toBeGreaterThanOrEqual(0.98)
        }),
        { numRuns: fewerRuns },
      )
    })

    test('with either, when responses are lost: none refused', async () => {
      const either = fc.constantFrom(
        { headers: 'none' as const, burstShare: 0 },
        { headers: 'standard' as const, burstShare: 1 },
      )
      const lossy = day({ servers, lostShare: someLost })
      await fc.assert(
        fc.asyncProperty(lossy, either, async (scenario, { headers, burstShare }) => {
          const { refused } = await simulate(bando('Bando', true, { burstShare }), { ...scenario, headers })
          expect(refused).toBe(0)
        }),
        { numRuns: fewerRuns },
      )
    })

    test('with neither: only the requests in flight at the first refusal, then none', async () => {
      const { maxInFlight } = { maxInFlight: 4 }
      await fc.assert(
        fc.asyncProperty(day({ servers }), async (scenario) => {
          const { refused } = await simulate(bando('Bando', true), { ...scenario, hours: 24 })
          expect(refused).toBeLessThanOrEqual(maxInFlight)
        }),
        { numRuns: Math.ceil(fewerRuns / 4) },
      )
    })
  })
})
