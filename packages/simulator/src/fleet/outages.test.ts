import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CommitFault, Fault } from './play.ts'
import { play } from './play.ts'

const numRuns = Number(process.env['BANDO_RUNS'] ?? 200)

const repeat = (fault: CommitFault, commits: number): CommitFault[] =>
  Array.from({ length: commits }, () => fault)

/** The store is there for some commits of a member, and away for some. */
const shortOutages = fc
  .array(
    fc.tuple(
      fc.constantFrom<CommitFault>('none', 'before', 'before', 'after'),
      fc.integer({ min: 1, max: 8 }),
    ),
    { maxLength: 6 },
  )
  .map((spells) => spells.flatMap(([fault, commits]) => repeat(fault, commits)))
/** The store is there for some commits of a member, and away from then on. */
const longOutage = fc
  .integer({ min: 2, max: 20 })
  .map((commits) => [...repeat('none', commits), ...repeat('before', 200)])

test('P2: no lockout while members spend their shares, in any order of calls, responses and outages', async () => {
  const fleet = fc.record({
    members: fc.integer({ min: 2, max: 5 }),
    callers: fc.integer({ min: 1, max: 5 }),
    wasGood: fc.constantFrom(true, true, false),
    faults: fc.array(fc.constantFrom<Fault>('none', 'none', 'none', 'gateway', 'reset', 'broken', 'open'), {
      maxLength: 40,
      size: 'max',
    }),
    roll: fc.constantFrom('any' as const, 'worst' as const),
    turns: fc.integer({ min: 3, max: 6 }),
    servedBefore: fc.integer({ min: 1, max: 12 }),
    outages: fc.array(fc.oneof(shortOutages, longOutage, longOutage, fc.constant([])), {
      minLength: 5,
      maxLength: 5,
    }),
    outageShare: fc.constantFrom(0.01, 0.1),
    requests: fc.constantFrom(1000, 100_000),
    hasExit: fc.boolean(),
  })
  let shares = 0
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fleet, async (scheduler, given) => {
      const { lockouts } = await play(scheduler, given)
      expect(lockouts).toBe(0)
      shares += 1
    }),
    { numRuns },
  )
  expect(shares).toBe(numRuns)
})
