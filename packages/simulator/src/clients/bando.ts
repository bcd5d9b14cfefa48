import { createBando } from '@bando/core'
import type { BandoOptions } from '@bando/core'
import type { ClientKind } from './Client.ts'
import { Life } from './Life.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
/** Workers retry a failed call a second later. */
const restAfterFailureMs = 1000

/** Bando's client, with `options` beside those of the setting. */
export function bando(name: string, remembers: boolean, options: BandoOptions = {}): ClientKind {
  return {
    name,
    usesGlobals: false,
    remembers,
    start({ quota, time, random, store, send }) {
      const life = new Life()
      const client = createBando({
        token: 'bando_simulated',
        limit: quota,
        maxWaitMs: Infinity,
        logger: quiet,
        clock: life.clock(time),
        random,
        store: life.store(store),
        fetch: life.transport((_url, init) => send(init?.signal)),
        ...options,
      })
      return {
        call: () =>
          client.get('/coolness', { dedupe: false }).then(
            () => 0,
            () => restAfterFailureMs,
          ),
        stop: () => life.kill(),
      }
    },
  }
}
