import type { Cancel, Clock } from '../contract/Clock.ts'

/** Sums of instants are rounded. */
const roundingMs = 0.01

/** The one timer of a member: for its next commit, if nothing asks for one before. */
export class Lookout {
  readonly #clock: Clock
  readonly #look: () => void
  #at = Infinity
  #timer: { readonly at: number; readonly keepAlive: boolean; readonly cancel: Cancel } | undefined

  constructor(clock: Clock, look: () => void) {
    this.#clock = clock
    this.#look = look
  }

  /**
   * Looks after `delayMs`, and not at the time that was set before. Infinity: not at all. A timer
   * that is due earlier stays, and is set again when it is due: most commits only put it off.
   */
  set(delayMs: number, { keepAlive }: { readonly keepAlive: boolean }): void {
    this.#at = this.#clock.now() + Math.max(1, delayMs)
    const isEarlier = this.#timer?.keepAlive === keepAlive && this.#timer.at <= this.#at
    if (isEarlier && this.#at < Infinity) return
    this.#cancel()
    if (this.#at < Infinity) this.#schedule(keepAlive)
  }

  stop(): void {
    this.#at = Infinity
    this.#cancel()
  }

  #schedule(keepAlive: boolean): void {
    const due = (): void => {
      this.#timer = undefined
      if (this.#clock.now() < this.#at - roundingMs) this.#schedule(keepAlive)
      else this.#look()
    }
    const delayMs = Math.max(1, this.#at - this.#clock.now())
    this.#timer = { at: this.#at, keepAlive, cancel: this.#clock.schedule(due, delayMs, { keepAlive }) }
  }

  #cancel(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }
}
