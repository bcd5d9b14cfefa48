import type { Cancel, Clock } from '../contract/Clock.ts'

/**
 * The one timer of a queue. It keeps the process alive, since the callers of the calls that wait do
 * wait.
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

  /** Calls `onWake` once, at `at`, and at no instant that was set before. `Infinity`: never. */
  set(at: number, now: number): void {
    if (at === this.#at) return
    this.#cancel?.()
    this.#cancel = undefined
    this.#at = at
    if (at === Infinity) return
    const wake = (): void => {
      this.#at = Infinity
      this.#onWake()
    }
    this.#cancel = this.#clock.schedule(wake, Math.max(0, at - now), { keepAlive: true })
  }
}
