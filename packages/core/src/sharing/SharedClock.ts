import type { Cancel, Clock } from '../contract/Clock.ts'

/**
 * Time as members that share a store count it: the wall's when the first of them began, monotonic from then on. The wall may
 * jump afterwards; a member that is behind another catches up, and none ever goes back.
 */
export class SharedClock implements Clock {
  readonly #clock: Clock
  readonly #firstOffsetMs: number
  #offsetMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#firstOffsetMs = clock.epoch() - clock.now()
    this.#offsetMs = this.#firstOffsetMs
  }

  now(): number {
    return this.#clock.now() + this.#offsetMs
  }

  epoch(): number {
    return this.#clock.epoch()
  }

  schedule(callback: () => void, delayMs: number, options: { readonly keepAlive: boolean }): Cancel {
    return this.#clock.schedule(callback, delayMs, options)
  }

  /** How far it has jumped in all: that much of what it shows has not passed. */
  get jumpedMs(): number {
    return this.#offsetMs - this.#firstOffsetMs
  }

  /** Another member has seen `instant`. */
  catchUp(instant: number): void {
    this.#offsetMs += Math.max(0, instant - this.now())
  }
}
