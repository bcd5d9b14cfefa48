import type { Clock } from '../contract/Clock.ts'

/**
 * Time for a store without a clock of its own: the wall's when the member began, and monotonic from
 * then on. The wall may jump afterwards. A member that is behind another catches up, and none ever
 * goes back.
 */
export class StoreTime {
  readonly #clock: Clock
  #offsetMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#offsetMs = clock.epoch() - clock.now()
  }

  at(lastAt: number): number {
    const now = this.#clock.now()
    this.#offsetMs = Math.max(this.#offsetMs, lastAt - now)
    return now + this.#offsetMs
  }
}
