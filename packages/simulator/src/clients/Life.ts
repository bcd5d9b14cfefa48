import type { Clock, SharedStore, Transport } from '@bando/core'
import { defineStore } from '@bando/core/store'

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

  store({ port }: SharedStore): SharedStore {
    return defineStore({
      commit: async (key, change, context) => {
        if (this.#isOver) return new Promise(() => {})
        return this.#here(port.commit(key, change, context))
      },
      watch: (key, listener, options) => port.watch(key, () => this.#isOver || listener(), options),
    })
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
