import type { Clock } from '../contract/Clock.ts'

/** How far the two clocks part before it is a jump rather than rounding. */
const jumpMs = 50

/**
 * Shows monotonic instants as epoch milliseconds: the same one always as the same, until the wall
 * clock jumps.
 */
export class WallTime {
  readonly #clock: Clock
  #offsetMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#offsetMs = clock.epoch() - clock.now()
  }

  toEpoch(instant: number): number {
    const offsetMs = this.#clock.epoch() - this.#clock.now()
    if (Math.abs(offsetMs - this.#offsetMs) > jumpMs) this.#offsetMs = offsetMs
    return Math.round(instant + this.#offsetMs)
  }
}
