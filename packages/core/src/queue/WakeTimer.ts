import type { Cancel, Clock } from '../contract/Clock.ts'

/**
 * One timer for the earliest of several instants. It keeps the process alive, since callers wait
 * for it.
 */
export class WakeTimer {
  readonly #clock: Clock
  readonly #onWake: () => void
  #at = Infinity
  #cancel: Cancel | undefined

  constructor(clock: Clock, onWake: () => void) {
    this.#clock = clock
    this.#onWake = onWake
  }

  /** When it wakes; `Infinity`: never. */
  get at(): number {
    return this.#at
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#at = Infinity
  }

  /** Calls `onWake` once, at `at`, and at no instant that was set before. `Infinity`: never. */
  set(at: number, now: number): void {
    if (at === this.#at) return
    this.stop()
    if (at === Infinity) return
    this.#at = at
    const wake = (): void => {
      this.#at = Infinity
      this.#onWake()
    }
    this.#cancel = this.#clock.schedule(wake, Math.max(0, at - now), { keepAlive: true })
  }
}
