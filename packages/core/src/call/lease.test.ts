import { expect, it } from 'vitest'
import type { StorePort } from '../contract/Store.ts'
import { defineStore } from '../store/defineStore.ts'
import { ManualClock, SharedMemory } from '../testing/index.ts'
import { json, setUp } from './setUp.testing.ts'

const jumpMs = 600_000

/** A clock that a stalled process reads: time has passed, and no timer has fired. */
class StalledClock extends ManualClock {
  stalledMs = 0

  override now(): number {
    return super.now() + this.stalledMs
  }
}

it.each(Array.from({ length: 8 }, (_, ticks) => ticks))(
  'a request is not sent on a lease that has ended, if the process stalls %i ticks after the commit',
  async (ticks) => {
    const clock = new StalledClock()
    const port = new SharedMemory().port()
    const committedAt: number[] = []
    const stalling: StorePort = {
      ...port,
      async commit(key, change, context) {
        committedAt.push(clock.now())
        const done = await port.commit(key, change, context)
        if (committedAt.length === 1) void stall()
        return done
      },
    }
    const stall = async (): Promise<void> => {
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      clock.stalledMs = jumpMs
    }
    const sentAt: number[] = []
    const { bando } = setUp(
      () => {
        sentAt.push(clock.now())
        // The lease is of the last commit.
        expect(clock.now() - Math.max(...committedAt)).toBeLessThan(jumpMs)
        return json({})
      },
      { clock, store: defineStore(stalling), maxWaitMs: Infinity },
    )
    const call = bando.get('/a')
    for (let round = 0; round < 20 && sentAt.length === 0; round += 1) await clock.advance(1000)
    expect(await call).toMatchObject({ status: 200, attempts: 1 })
  },
)
