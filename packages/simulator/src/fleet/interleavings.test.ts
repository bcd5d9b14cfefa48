import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fault } from './play.ts'
import { play } from './play.ts'

const numRuns = Number(process.env['BANDO_RUNS'] ?? 300)

test('P2: no lockout in any order of calls, requests, responses, store commits and new tokens', async () => {
  const fleet = fc.record({
    members: fc.integer({ min: 1, max: 5 }),
    callers: fc.integer({ min: 1, max: 7 }),
    wasGood: fc.boolean(),
    faults: fc.array(fc.constantFrom<Fault>('none', 'none', 'gateway', 'reset', 'broken', 'open'), {
      maxLength: 40,
      size: 'max',
    }),
    roll: fc.constantFrom('any' as const, 'worst' as const),
    requests: fc.constantFrom(1000, 100_000),
    hasExit: fc.boolean(),
  })
  let served = 0
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fleet, async (scheduler, given) => {
      const server = await play(scheduler, given)
      expect(server.lockouts).toBe(0)
      served += server.served
    }),
    { numRuns },
  )
  expect(served).toBeGreaterThan(numRuns)
})
