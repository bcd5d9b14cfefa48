import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createBando, memoryStore } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import { expect, it } from 'vitest'
import { fromEach } from '../src/index.ts'

// Ten times as many in nightly runs.
const isLong = process.env['BANDO_RUNS'] !== undefined
const count = isLong ? 1_000_000 : 100_000
// The client adds up to 2 ms to each window, for clocks that differ and for rounding. In a thousand
// windows of 100 ms, that would be 2 % of the pace.
const limit = isLong ? { requests: 10_000, windowMs: 1000 } : { requests: 1000, windowMs: 100 }
const concurrency = 64

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Returns the reachable memory in MB. */
function heapMB(): number {
  collect()
  return process.memoryUsage().heapUsed / 1e6
}

it('keeps the ideal pace over a generator, with few values pulled ahead and a flat heap', async () => {
  const clock = new ManualClock()
  const fetch = async (): Promise<Response> => Response.json(1)
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  await using bando = createBando({ clock, fetch, logger, store: memoryStore(), anonymousLimit: limit })
  let pulled = 0
  let emitted = 0
  let ahead = 0
  let isComplete = false
  const heaps: number[] = []
  function* ids(): Generator<number> {
    while (pulled < count) yield pulled++
  }
  fromEach(bando, ids(), (id) => `/${id}`, { concurrency }).subscribe({
    next() {
      ahead = Math.max(ahead, pulled - emitted)
      emitted += 1
      if (emitted % (count / 10) === 0) heaps.push(heapMB())
    },
    complete: () => (isComplete = true),
  })
  while (!isComplete) await clock.advance(limit.windowMs)

  expect(emitted).toBe(count)
  expect(ahead).toBeLessThanOrEqual(concurrency)
  // The clock stopped at the end of a window, so the last request was sent in the window before.
  const windows = clock.now() / limit.windowMs
  expect(count / (windows * limit.requests)).toBeGreaterThanOrEqual(0.99)
  const [first = 0, ...later] = heaps
  expect(Math.max(...later) - first).toBeLessThan(5)
})
