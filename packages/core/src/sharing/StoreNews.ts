import type { Cancel, Clock } from '../contract/Clock.ts'

/** News that no call waits for are read after this long, all at once. */
export const idleNewsMs = 200

export interface StoreNewsOptions {
  readonly clock: Clock
  readonly watch: (listener: () => void, isWaiting: boolean) => () => void
  /** Whether a call waits. */
  readonly isWaiting: () => boolean
  /** How long news can wait, in ms; `undefined` if they need no commit of their own. */
  readonly readAfterMs: (isWaiting: boolean) => number | undefined
  readonly onNews: () => void
}

/** Hears of what other members do: soon while a call waits, and without a hurry otherwise. */
export class StoreNews {
  readonly #options: StoreNewsOptions
  #watching: { readonly isWaiting: boolean; readonly stop: () => void } | undefined
  #late: { readonly at: number; readonly cancel: Cancel } | undefined

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
    this.#cancelLate()
    this.#watching?.stop()
    this.#watching = undefined
  }

  #cancelLate(): void {
    this.#late?.cancel()
    this.#late = undefined
  }

  #heard(): void {
    const { isWaiting, readAfterMs, onNews } = this.#options
    const ms = readAfterMs(isWaiting())
    if (ms === undefined) return
    if (ms > 0) {
      this.#readAfter(ms)
      return
    }
    this.#cancelLate()
    onNews()
  }

  /** Others may write all the time: what was heard first is read on time, or earlier. */
  #readAfter(ms: number): void {
    const { clock, onNews } = this.#options
    const at = clock.now() + ms
    if (this.#late && this.#late.at <= at) return
    this.#cancelLate()
    const read = (): void => {
      this.#late = undefined
      onNews()
    }
    this.#late = { at, cancel: clock.schedule(read, ms, { keepAlive: false }) }
  }
}
