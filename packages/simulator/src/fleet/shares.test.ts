import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { latencyKinds } from '../network/latency.ts'
import type { OutageScenario } from './runOutages.ts'
import { runOutages } from './runOutages.ts'

/** Nightly, `BANDO_RUNS=10000`. */
const numRuns = Math.ceil(Number(process.env['BANDO_RUNS'] ?? 25) / 2)

const minutes = 2
const instant = fc.integer({ min: 1000, max: minutes * 60_000 })
const outage = fc.record({
  member: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  atMs: instant,
  lastsMs: fc.integer({ min: 100, max: 100_000 }),
})

const scenario: fc.Arbitrary<OutageScenario> = fc.record({
  members: fc.integer({ min: 1, max: 4 }),
  callers: fc.integer({ min: 1, max: 8 }),
  token: fc.constantFrom('bando_simulated', undefined),
  server: fc.constantFrom('fixed window, from first', 'sliding log', 'token bucket'),
  quota: fc.record({
    requests: fc.integer({ min: 5, max: 100 }),
    windowMs: fc.constantFrom(10_000, 60_000, 120_000),
  }),
  headers: fc.constantFrom('none' as const, 'standard' as const),
  outageShare: fc.constantFrom(0.05, 0.2, 0.5, 0.9),
  outages: fc.array(outage, { minLength: 1, maxLength: 5 }),
  lossesAtMs: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(instant, { maxLength: 2 })),
  latency: fc.constantFrom(...latencyKinds),
  lostShare: fc.constantFrom(0, 0, 0.1),
  minutes: fc.constant(minutes),
  seed: fc.nat(),
})

describe('P1: never a 429 of our making', () => {
  test('while members spend what is set aside for outages, and the others the rest', async () => {
    let sentAway = 0
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const result = await runOutages(given)
        expect(result.refused).toBe(0)
        sentAway += result.sentAway
      }),
      { numRuns },
    )
    expect(sentAway).toBeGreaterThan(numRuns)
  })
})
