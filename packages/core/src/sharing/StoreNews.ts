import type { Cancel, Clock } from '../contract/Clock.ts'

/** News that no call waits for are read after this long, all at once. */
const idleNewsMs = 200

export interface StoreNewsOptions {
  readonly clock: Clock
  readonly watch: (listener: () => void, isWaiting: boolean) => () => void
  /** Whether a call waits. */
  readonly isWaiting: () => boolean
  /** Whether a commit follows soon, so that news without a hurry need none of their own. */
  readonly readsSoon: () => boolean
  readonly onNews: () => void
}

/** Hears of what other members do: soon while a call waits, and without a hurry otherwise. */
export class StoreNews {
  readonly #options: StoreNewsOptions
  #watching: { readonly isWaiting: boolean; readonly stop: () => void } | undefined
  #cancel: Cancel | undefined

  constructor(options: StoreNewsOptions) {
    this.#options = options
  }

  /** Starts, or adapts to whether a call waits. */
  watch(): void {
    const isWaiting = this.#options.isWaiting()
    if (this.#watching?.isWaiting === isWaiting) return
    this.#watching?.stop()
    this.#watching = { isWaiting, stop: this.#options.watch(() => this.#heard(), isWaiting) }
  }

  stop(): void {
    this.#cancelIdle()
    this.#watching?.stop()
    this.#watching = undefined
  }

  #cancelIdle(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #heard(): void {
    const { clock, isWaiting, readsSoon, onNews } = this.#options
    if (isWaiting()) {
      this.#cancelIdle()
      onNews()
      return
    }
    if (readsSoon()) return
    // Others may write all the time: what was heard first is read on time.
    this.#cancel ??= clock.schedule(
      () => {
        this.#cancel = undefined
        onNews()
      },
      idleNewsMs,
      { keepAlive: false },
    )
  }
}
