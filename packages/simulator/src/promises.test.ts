import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bando } from './clients/bando.ts'
import { latencyKinds } from './network/latency.ts'
import type { ServerKind } from './servers/Server.ts'
import type { Scenario } from './simulate.ts'
import { simulate } from './simulate.ts'

/** Nightly, `BANDO_RUNS=10000`. */
const numRuns = Number(process.env['BANDO_RUNS'] ?? 200)
const timeout = numRuns * 5000
const safeServers: readonly ServerKind[] = [
  'fixed window, aligned',
  'fixed window, from first',
  'sliding log',
  'token bucket',
]

/** Across a restart the wall clock is trusted (P6), so either the process is killed now and then or the wall jumps. */
const upsets = fc.oneof(
  fc.record({
    restartEveryMs: fc.integer({ min: 5 * 60_000, max: 100 * 60_000 }),
    hasWallJumps: fc.constant(false),
  }),
  fc.record({ hasWallJumps: fc.boolean() }),
)

/** Any day of a client with a store. */
function day(lostShare: fc.Arbitrary<number>): fc.Arbitrary<Scenario> {
  const weather = fc.record({
    server: fc.constantFrom(...safeServers),
    headers: fc.constant('none' as const),
    latency: fc.constantFrom(...latencyKinds),
    lostShare,
    hours: fc.integer({ min: 2, max: 4 }),
    seed: fc.nat(),
  })
  return fc.tuple(weather, upsets).map(([weather, upset]) => ({ ...weather, ...upset }))
}

describe('P1: never a 429 of our making', () => {
  test(
    'under windows, logs and buckets, without a header: none refused, and 99 % used',
    { timeout },
    async () => {
      await fc.assert(
        fc.asyncProperty(day(fc.constant(0)), async (scenario) => {
          const { refused, share } = await simulate(bando('Bando', true), scenario)
          expect(refused).toBe(0)
          expect(share).toBeGreaterThanOrEqual(0.99)
        }),
        { numRuns },
      )
    },
  )

  test('nor when answers are lost', { timeout }, async () => {
    const lostShare = fc.double({ min: 0, max: 0.2, noNaN: true })
    await fc.assert(
      fc.asyncProperty(day(lostShare), async (scenario) => {
        expect((await simulate(bando('Bando', true), scenario)).refused).toBe(0)
      }),
      { numRuns },
    )
  })
})
