import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { latencyKinds } from '../network/latency.ts'
import type { Fleet } from './Fleet.ts'
import { runFleet } from './runFleet.ts'

/** Nightly, `BANDO_RUNS=10000`. */
const numRuns = Number(process.env['BANDO_RUNS'] ?? 25)

/** A random fleet that is one client to the server, with random replacements of its token. */
function fleet(size: { clients: fc.Arbitrary<number>; hasSharedStore: boolean }): fc.Arbitrary<Fleet> {
  const roll = fc.record({
    atMs: fc.integer({ min: 1000, max: 240_000 }),
    heardWithinMs: fc.integer({ min: 0, max: 120_000 }),
  })
  return fc.record({
    clients: size.clients,
    hasSharedStore: fc.constant(size.hasSharedStore),
    callers: fc.integer({ min: 1, max: 6 }),
    restMs: fc.constantFrom(500, 2000, 30_000),
    rolls: fc
      .array(roll, { minLength: 1, maxLength: 4 })
      .map((rolls) => rolls.sort((a, b) => a.atMs - b.atMs)),
    latency: fc.constantFrom(...latencyKinds),
    lostShare: fc.constantFrom(0, 0.02, 0.2),
    gatewayShare: fc.constantFrom(0, 0.1, 0.5),
    brokenShare: fc.constantFrom(0, 0.2),
    openShare: fc.constantFrom(0, 0.3),
    maxFlightMs: fc.constant(0),
    minutes: fc.constant(6),
    seed: fc.nat(),
    tokens: fc.constantFrom('asked' as const, 'set' as const),
  })
}

describe('P2: never locked out, however often the token is rolled', () => {
  test('one client under load', async () => {
    await fc.assert(
      fc.asyncProperty(fleet({ clients: fc.constant(1), hasSharedStore: false }), async (given) => {
        expect((await runFleet(given)).lockouts).toBe(0)
      }),
      { numRuns },
    )
  })

  test('clients that share a store', async () => {
    const clients = fc.integer({ min: 2, max: 4 })
    await fc.assert(
      fc.asyncProperty(fleet({ clients, hasSharedStore: true }), async (given) => {
        expect((await runFleet(given)).lockouts).toBe(0)
      }),
      // A run of several clients takes several times as long.
      { numRuns: Math.ceil(numRuns / 3) },
    )
  })
})

describe('P2: never locked out, though the store is away at times', () => {
  const instant = fc.integer({ min: 1000, max: 240_000 })
  const outage = fc.record({
    member: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    atMs: instant,
    lastsMs: fc.integer({ min: 100, max: 150_000 }),
  })

  test('and clients spend what is set aside for that', async () => {
    const clients = fc.integer({ min: 2, max: 4 })
    const given = fc
      .tuple(fleet({ clients, hasSharedStore: true }), fc.array(outage, { minLength: 1, maxLength: 4 }))
      .map(([each, outages]) => ({ ...each, outages, outageShare: 0.01 }))
    await fc.assert(
      fc.asyncProperty(given, async (each) => {
        expect((await runFleet(each)).lockouts).toBe(0)
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    )
  })
})

test('separate clients can cause a lockout, so the simulation enforces it', async () => {
  const { lockouts, served } = await runFleet({
    clients: 5,
    hasSharedStore: false,
    callers: 4,
    restMs: 100,
    rolls: [{ atMs: 60_000, heardWithinMs: 60_000 }],
    latency: 'slow',
    lostShare: 0,
    gatewayShare: 0,
    brokenShare: 0,
    openShare: 0,
    maxFlightMs: 0,
    minutes: 5,
    seed: 1,
    tokens: 'set',
  })
  expect(lockouts).toBeGreaterThan(0)
  expect(served).toBeGreaterThan(0)
})
