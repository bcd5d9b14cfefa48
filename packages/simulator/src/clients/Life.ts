import type { Clock, SharedStore, Transport } from '@bando/core'

/**
 * The life of one process. After a kill its requests still reach the server, but no response
 * reaches it.
 */
export class Life {
  #isOver = false

  kill(): void {
    this.#isOver = true
  }

  clock(time: Clock): Clock {
    return {
      now: () => time.now(),
      epoch: () => time.epoch(),
      schedule: (callback, delayMs, options) =>
        time.schedule(() => this.#isOver || callback(), delayMs, options),
    }
  }

  transport(send: Transport): Transport {
    return async (url, init) => this.#here(send(url, init))
  }

  store(store: SharedStore): SharedStore {
    return {
      ...store,
      transact: async (key, change) => {
        if (this.#isOver) return new Promise(() => {})
        return this.#here(store.transact(key, change))
      },
      watch: (key, listener) => store.watch(key, () => this.#isOver || listener()),
    }
  }

  async #here<Value>(promise: Promise<Value>): Promise<Value> {
    const settled = await promise.then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error
      },
    )
    return this.#isOver ? new Promise(() => {}) : settled()
  }
}
