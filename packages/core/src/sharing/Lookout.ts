import type { Cancel, Clock } from '../contract/Clock.ts'

/** The one timer of a member: for its next commit, if nothing asks for one before. */
export class Lookout {
  readonly #clock: Clock
  readonly #look: () => void
  #cancel: Cancel | undefined

  constructor(clock: Clock, look: () => void) {
    this.#clock = clock
    this.#look = look
  }

  /** Looks after `delayMs`, and not at the time that was set before. Infinity: not at all. */
  set(delayMs: number, options: { readonly keepAlive: boolean }): void {
    this.stop()
    if (delayMs < Infinity) this.#cancel = this.#clock.schedule(this.#look, Math.max(1, delayMs), options)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
