import type { Bando, BandoOptions } from '@bando/core'
import { createBando, isBandoError } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import type { Place } from './clients.testing.ts'
import { redis } from './clients.testing.ts'
import type { RedisStoreOptions } from './index.ts'
import { TimedRedis } from './TimedRedis.testing.ts'

let place: Place

/** Starts a Redis for the tests of a file. Files may share a process, and so this module. */
export function startRedis(): void {
  beforeAll(async () => {
    place = await redis()
  })
  afterAll(() => place.close())
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const served = (): Response => Response.json({})

type StartOptions = BandoOptions & {
  readonly latencyMs?: number
  readonly redis?: RedisStoreOptions
  readonly isAway?: () => boolean
}

/**
 * Members on a real Redis, on one clock that is moved by hand, before a server that replies after
 * `latencyMs`, or never.
 */
export function setUp(options: BandoOptions = {}) {
  const clock = new ManualClock()
  const timed = new TimedRedis(place.urls[0] ?? '', clock)
  onTestFinished(() => timed.close())
  const log: { readonly name: string; readonly at: number }[] = []
  const start = (name: string, { latencyMs = 10, redis: store, isAway, ...own }: StartOptions = {}): Bando =>
    createBando({
      store: timed.member(store, isAway),
      clock,
      logger: quiet,
      maxWaitMs: Infinity,
      retry: { attempts: 1 },
      fetch: (_url, { signal }) => {
        log.push({ name, at: clock.now() })
        return new Promise((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error))
          if (latencyMs < Infinity) clock.schedule(() => resolve(served()), latencyMs)
        })
      },
      ...options,
      ...own,
    })
  /** Makes calls one after another, `width` at a time, for ever. */
  const keepBusy = (bando: Bando, width: number): void => {
    const work = async (): Promise<void> => {
      for (;;) {
        await bando.get('/a', { dedupe: false }).catch((error: unknown) => {
          if (!isBandoError(error)) throw error
          return new Promise<void>((resolve) => clock.schedule(resolve, 10))
        })
      }
    }
    for (let worker = 0; worker < width; worker += 1) void work()
  }
  return { clock, timed, log, start, keepBusy }
}

export function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/**
 * The most requests in any window, as a server with a sliding log counts those that arrive at once.
 */
export function mostInWindow(log: readonly { readonly at: number }[], windowMs: number): number {
  return Math.max(
    ...log.map(({ at }) => log.filter((each) => each.at >= at && each.at < at + windowMs).length),
  )
}
