import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bando } from './clients/bando.ts'
import { latencyKinds } from './network/latency.ts'
import type { ServerKind } from './servers/Server.ts'
import type { Scenario } from './simulate.ts'
import { simulate } from './simulate.ts'

/** Nightly, `BANDO_RUNS=10000`. */
const numRuns = Number(process.env['BANDO_RUNS'] ?? 300)
const timeout = numRuns * 1000
const safeServers: readonly ServerKind[] = [
  'fixed window, aligned',
  'fixed window, from first',
  'sliding log',
  'token bucket',
]

/** Any day of a client that remembers. */
function day(
  given: Partial<{ [Name in keyof Scenario]: fc.Arbitrary<Scenario[Name]> }>,
): fc.Arbitrary<Scenario> {
  return fc.record({
    server: fc.constantFrom(...safeServers),
    headers: fc.constant('none' as const),
    latency: fc.constantFrom(...latencyKinds),
    lostShare: fc.constant(0),
    hours: fc.integer({ min: 2, max: 4 }),
    seed: fc.nat(),
    restartEveryMs: fc.option(fc.integer({ min: 5 * 60_000, max: 100 * 60_000 }), { nil: undefined }),
    hasWallJumps: fc.boolean(),
    ...given,
  })
}

describe('P1: never a 429 of our making', () => {
  test(
    'under windows, logs and buckets, without a header: none refused, and 99 % used',
    { timeout },
    async () => {
      await fc.assert(
        fc.asyncProperty(day({}), async (scenario) => {
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
      fc.asyncProperty(day({ lostShare }), async (scenario) => {
        expect((await simulate(bando('Bando', true), scenario)).refused).toBe(0)
      }),
      { numRuns },
    )
  })
})
