import { expect, it, onTestFinished } from 'vitest'
import type { Bando, Store } from '../index.ts'
import { createBando, memoryStore } from '../index.ts'
import { ManualClock, SharedMemory } from '../testing/index.ts'
import { json } from './setUp.testing.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** Clients of one origin, each with its own token, before a server that takes 8 to 12 ms. */
function setUp(kind: 'one process' | 'members of a store', requests: number) {
  const clock = new ManualClock()
  const disk = new SharedMemory()
  const alone = memoryStore()
  const log: string[] = []
  let mostInFlight = 0
  let inFlight = 0
  const start = (token: string): Bando => {
    const store: Store = kind === 'one process' ? alone : disk.member()
    const bando = createBando({
      token,
      store,
      clock,
      logger: quiet,
      maxWaitMs: Infinity,
      retry: { attempts: 1 },
      limit: { requests, windowMs: 3_600_000 },
      fetch: () => {
        log.push(token)
        mostInFlight = Math.max(mostInFlight, ++inFlight)
        return new Promise((resolve) => {
          clock.schedule(
            () => {
              inFlight -= 1
              resolve(json({}))
            },
            8 + ((log.length * 7) % 5),
          )
        })
      },
    })
    onTestFinished(() => bando.close())
    return bando
  }
  /** Makes calls without end, `width` at a time. */
  const keepBusy = (bando: Bando, width: number): void => {
    const work = async (): Promise<void> => {
      for (;;) {
        await bando.get('/a', { dedupe: false })
      }
    }
    for (let worker = 0; worker < width; worker += 1) void work().catch(() => {})
  }
  const count = (token: string, from = 0): number => log.slice(from).filter((each) => each === token).length
  return { clock, log, start, keepBusy, count, mostInFlight: () => mostInFlight }
}

const cases = (['one process', 'members of a store'] as const).flatMap((kind) =>
  [3600, 100_000].flatMap((requests) => [4, 6].map((width) => [kind, requests, width] as const)),
)

it.each(cases)('a new token gets its slot: %s, limit %i, %i calls of another at a time', async (...given) => {
  const [kind, requests, width] = given
  const { clock, log, start, keepBusy } = setUp(kind, requests)
  keepBusy(start('bando_busy'), width)
  await clock.advance(500)
  const before = log.length
  void start('bando_new')
    .get('/b')
    .catch(() => {})
  await clock.advance(500)
  expect(log.slice(before)).toContain('bando_new')
})

it.each(cases)('busy tokens share the slots: %s, limit %i, %i calls at a time', async (...given) => {
  const [kind, requests, width] = given
  const { clock, log, start, keepBusy, count, mostInFlight } = setUp(kind, requests)
  for (const token of ['bando_a', 'bando_b', 'bando_c']) keepBusy(start(token), width)
  await clock.advance(500)
  const from = log.length
  await clock.advance(1500)
  const counts = ['bando_a', 'bando_b', 'bando_c'].map((token) => count(token, from))
  expect(mostInFlight()).toBe(4)
  expect(Math.min(...counts)).toBeGreaterThan(0.8 * Math.max(...counts))
  // Of 600 in all, if no slot is ever idle.
  expect(counts.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(500)
})
