import type { MockClock } from './MockClock.ts'

interface Timer {
  readonly at: number
  readonly callback: () => void
  readonly keepAlive: boolean
}

/** Longer delays fire at once (a 32-bit signed integer of milliseconds), so they are taken in pieces. */
const maxTimeoutMs = 2 ** 31 - 1

/** The mock's time for a client that waits: its timers fire when the mock's time has come, however it came. */
export class ClientClock {
  readonly #clock: MockClock
  readonly #timers = new Set<Timer>()
  #now = 0
  #seenAt: number
  #handle: ReturnType<typeof setTimeout> | undefined
  #stop: (() => void) | undefined

  constructor(clock: MockClock) {
    this.#clock = clock
    this.#seenAt = clock.now()
  }

  /** Milliseconds that never run backwards, though `mock.reset()` sets the mock's time back. */
  now(): number {
    const at = this.#clock.now()
    this.#now += Math.max(0, at - this.#seenAt)
    this.#seenAt = at
    return this.#now
  }

  /** Epoch milliseconds, as the mock's `Date` header shows them. */
  epoch(): number {
    return this.#clock.now()
  }

  /** Calls back once, `delayMs` of the mock's time from now; returns how to cancel that. */
  schedule(
    callback: () => void,
    delayMs: number,
    { keepAlive }: { readonly keepAlive: boolean },
  ): () => void {
    const timer = { at: this.now() + Math.max(0, delayMs), callback, keepAlive }
    this.#timers.add(timer)
    this.#stop ??= this.#clock.onMove(() => this.#fire())
    this.#arm()
    return () => {
      if (this.#timers.delete(timer)) this.#arm()
    }
  }

  /** Those that are due, in their order. One that throws is reported as a timer of the platform would be. */
  #fire(): void {
    const now = this.now()
    const due = [...this.#timers].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)
    for (const timer of due) {
      queueMicrotask(() => {
        // An earlier one may have cancelled it.
        if (!this.#timers.delete(timer)) return
        this.#arm()
        timer.callback()
      })
    }
    if (due.length === 0) this.#arm()
  }

  #arm(): void {
    clearTimeout(this.#handle)
    if (this.#timers.size === 0) {
      this.#stop?.()
      this.#stop = undefined
      return
    }
    if (this.#clock.frozen) return
    const nextAt = Math.min(...[...this.#timers].map(({ at }) => at))
    const delayMs = Math.ceil(Math.max(0, nextAt - this.now()) / this.#clock.scale)
    this.#handle = setTimeout(() => this.#fire(), Math.min(delayMs, maxTimeoutMs))
    const keepAlive = [...this.#timers].some((timer) => timer.keepAlive)
    // Browsers have numbers for timers, and nothing to keep alive.
    if (!keepAlive && typeof this.#handle === 'object') this.#handle.unref()
  }
}
