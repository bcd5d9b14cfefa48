import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Fleet, Process } from '../call/fleet.testing.ts'
import type { BandoError } from '../index.ts'
import { numRuns } from '../limiter/call.testing.ts'

const windowMs = 1000
/** A permit comes free so long after the response, by the slowest clock. */
const heldMs = windowMs * 1.0005 + 1
/** News that no call waits for are read within this time. */
const newsMs = 250
const flight = { timeoutMs: 300, maxFlightMs: 200 }

interface Spent {
  readonly member: number
  readonly afterMs: number
}

interface Case {
  readonly members: number
  /** As many calls as the limit has requests, each answered at once. */
  readonly spent: readonly Spent[]
  readonly last: Spent
  readonly maxWaitMs: number
  readonly fault: 'conflict' | 'stale' | undefined
  /** Whether the store loses its data before the last call. */
  readonly losesData: boolean
}

const spent = fc.record({ member: fc.nat({ max: 4 }), afterMs: fc.nat({ max: 150 }) })
const cases: fc.Arbitrary<Case> = fc.record({
  members: fc.integer({ min: 2, max: 5 }),
  spent: fc.array(spent, { minLength: 1, maxLength: 5 }),
  last: fc.record({ member: fc.nat({ max: 4 }), afterMs: fc.nat({ max: 1200 }) }),
  maxWaitMs: fc.nat({ max: 1200 }),
  fault: fc.constantFrom('conflict' as const, 'stale' as const, undefined),
  losesData: fc.boolean(),
})

it('a member whose call would wait too long for a permit of any member is told so at once, and when one comes free; another waits until then (P8)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), cases, async (scheduler, { members, spent, last, ...given }) => {
      const fleet = new Fleet(scheduler, flight, () => {})
      const limit = { requests: spent.length, windowMs }
      const options = { token: 'bando_good', limit, ...flight, retry: { attempts: 1 } }
      const processes = Array.from({ length: members }, () => new Process(fleet, options))
      const of = ({ member }: Spent): Process => processes[member % members] as Process
      fleet.fault = given.fault
      for (const each of spent) {
        await fleet.advance(each.afterMs)
        const served = of(each).bando.get('/a', { dedupe: false, maxWaitMs: Infinity })
        await fleet.settle()
        const [request] = fleet.inFlight
        if (request) fleet.outcome(request)
        await fleet.settle()
        await served
      }
      const [first] = fleet.sent
      if (given.losesData) {
        // All members hear the news, and notice that the data are lost.
        fleet.fault = undefined
        await fleet.advance(newsMs)
        fleet.loseData()
        await fleet.advance(newsMs)
        fleet.fault = given.fault
      }
      await fleet.advance(last.afterMs)

      const waitMs = (first?.latestAt ?? 0) + heldMs - fleet.world.now()
      const opensAt = fleet.world.epoch() + waitMs
      const { bando } = of(last)
      let told: BandoError | undefined
      bando.get('/b', { maxWaitMs: given.maxWaitMs }).catch((error: BandoError) => (told = error))
      await fleet.settle()
      if (waitMs > given.maxWaitMs) {
        const exact = Math.ceil(opensAt)
        expect(told).toMatchObject({ code: 'limit', sent: false })
        // By a text that is up to a second old, the request may still be in flight.
        const oldMs = given.fault === 'stale' ? 1000 : 0
        expect(Math.abs((told?.retryAt ?? 0) - exact)).toBeLessThanOrEqual(oldMs)
      } else {
        expect(told).toBeUndefined()
        if (waitMs > 0) expect(bando.state.queue).toMatchObject({ waiting: 1, reason: 'limit' })
        await fleet.advance(Math.max(0, waitMs))
        expect(fleet.sent.length).toBe(spent.length + 1)
        expect(fleet.sent.at(-1)?.sentAt).toBe(fleet.world.now())
      }
      for (const process of processes) void process.bando.close()
      await fleet.settle()
    }),
    { numRuns: Math.ceil(numRuns / 10) },
  )
})
