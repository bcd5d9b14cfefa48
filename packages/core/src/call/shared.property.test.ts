import fc from 'fast-check'
import { it } from 'vitest'
import { numRuns } from '../limiter/call.testing.ts'
import { expectPromises, Scenario, steps } from './scenario.testing.ts'

const token = fc.constantFrom('bando_good', undefined)
const requests = fc.integer({ min: 1, max: 5 })

it('no choice of the instants at which the server counts holds more than the limit of all members together in any window (P1, P7), restarts included (P6), and no call waits unseen or past its time (P8)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), token, requests, steps, async (scheduler, token, requests, steps) => {
      await expectPromises(new Scenario(scheduler, { token, requests }), requests, steps)
    }),
    { numRuns },
  )
})
