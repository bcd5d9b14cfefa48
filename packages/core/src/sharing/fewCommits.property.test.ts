import fc from 'fast-check'
import { it, vi } from 'vitest'
import { expectPromises, Scenario, steps } from '../call/scenario.testing.ts'
import { numRuns } from '../limiter/call.testing.ts'

// A scenario makes few requests, so its small limits count as large ones here.
vi.mock('./commit/leaseTimes.ts', async (original) => ({
  ...(await original<object>()),
  largeLimitWithExit: 1,
  mostSparePart: 1,
}))

const token = fc.constantFrom('bando_good', undefined)
const requests = fc.integer({ min: 4, max: 12 })

it('members that hold permits for calls to come, and give them back as their processes end, exceed no window (P1, P6, P7), and no call waits unseen or past its time (P8)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), token, requests, steps, async (scheduler, token, requests, steps) => {
      await expectPromises(new Scenario(scheduler, { token, requests, hasExit: true }), requests, steps)
    }),
    { numRuns },
  )
})
