import { onTestFinished } from 'vitest'
import type { Cancel } from '../contract/Clock.ts'
import type { StorePort } from '../contract/Store.ts'
import type { Bando, BandoOptions } from '../index.ts'
import { createBando } from '../index.ts'
import { defineStore } from '../store/defineStore.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { SharedMemory } from '../testing/SharedMemory.ts'

/** A store that looks for news now and then, and can commit as its process ends, as files do. */
function fileLike(shared: SharedMemory, clock: ManualClock): StorePort {
  const port = shared.port()
  return {
    commit: (key, change, context) => port.commit(key, change, context),
    watch(key, listener, options) {
      let hasNews = false
      const stop = port.watch(key, () => (hasNews = true), options)
      let cancel: Cancel = () => {}
      const look = (): void => {
        cancel = clock.schedule(look, options.isWaiting ? 10 : 250)
        if (!hasNews) return
        hasNews = false
        listener()
      }
      look()
      return () => {
        cancel()
        stop()
      }
    },
    onExit: () => () => {},
  }
}

/**
 * Members that work with few commits, on one clock, before a server that takes `latencyMs` for each
 * request.
 */
export function setUpFew(options: BandoOptions, latencyMs = 10) {
  const shared = new SharedMemory()
  const clock = new ManualClock()
  const sent: number[] = []
  const reply = { status: 200, headers: {} }
  const start = (own: BandoOptions = {}): Bando => {
    const bando = createBando({
      store: defineStore(fileLike(shared, clock)),
      clock,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      retry: { attempts: 1 },
      fetch: () => {
        sent.push(clock.now())
        return new Promise((resolve) => clock.schedule(() => resolve(new Response('{}', reply)), latencyMs))
      },
      ...options,
      ...own,
    })
    onTestFinished(() => bando.close())
    return bando
  }
  const pass = (ms: number): Promise<void> => new Promise((resolve) => clock.schedule(resolve, ms))
  /** Makes a call. Tells what came of it, and how long it waited, in ms. */
  const call = async (
    bando: Bando,
    options: { readonly timeoutMs?: number; readonly maxWaitMs?: number } = {},
  ): Promise<{ told: string; waitedMs: number }> => {
    const startedAt = clock.now()
    const told = await bando.get('/a', { dedupe: false, ...options }).then(
      () => 'served',
      (error: unknown) => String((error as { code?: string }).code),
    )
    return { told, waitedMs: clock.now() - startedAt - (told === 'served' ? latencyMs : 0) }
  }
  /** Makes `count` calls, one after another, until all have ended. */
  const burst = async (
    bando: Bando,
    count: number,
    options: Parameters<typeof call>[1] = {},
  ): Promise<string[]> => {
    const told: string[] = []
    let isDone = false
    const work = async (): Promise<void> => {
      for (let left = count; left > 0; left -= 1) told.push((await call(bando, options)).told)
      isDone = true
    }
    void work()
    while (!isDone) await clock.advance(1)
    return told
  }
  return { shared, clock, sent, reply, start, pass, call, burst }
}
