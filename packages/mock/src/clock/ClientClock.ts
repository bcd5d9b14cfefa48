import type { MockClock } from './MockClock.ts'

interface Timer {
  readonly at: number
  readonly callback: () => void
  readonly keepAlive: boolean
}

/** A longer delay fires at once, as timers take a 32-bit signed integer. So it is split. */
const maxTimeoutMs = 2 ** 31 - 1

/**
 * The mock's time for a client. Its timers fire when the mock's time reaches them, however time is
 * moved.
 */
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

  /**
   * Returns milliseconds that never run backwards, even if `mock.reset()` sets the mock's time
   * back.
   */
  now(): number {
    const at = this.#clock.now()
    this.#now += Math.max(0, at - this.#seenAt)
    this.#seenAt = at
    return this.#now
  }

  /** Returns epoch milliseconds, as in the mock's `Date` header. */
  epoch(): number {
    return this.#clock.now()
  }

  /**
   * Calls back once, after `delayMs` of the mock's time. Returns a function that cancels the timer.
   */
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

  /**
   * Fires the timers that are due, in order. An error in one is reported as the platform reports an
   * error in a timer.
   */
  #fire(): void {
    const now = this.now()
    const due = [...this.#timers].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)
    for (const timer of due) {
      queueMicrotask(() => {
        // An earlier callback may have cancelled this timer.
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
    // In a browser a timer is a number, and cannot keep a process running.
    if (!keepAlive && typeof this.#handle === 'object') this.#handle.unref()
  }
}
