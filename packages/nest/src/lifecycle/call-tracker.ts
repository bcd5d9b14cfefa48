import type { BandoErrorCode, Clock } from '@bando/core'
import { isBandoError } from '@bando/core'

/** The last failure of a call, without its request. */
export interface LastError {
  readonly code: BandoErrorCode
  /** The HTTP status, if a response came. */
  readonly status: number | undefined
  /** Epoch milliseconds. */
  readonly at: number
}

/** Counts the calls that are in flight, and keeps the last failure. */
export class CallTracker {
  #pending = 0
  /** Monotonic milliseconds at which a call was last made or ended. */
  #usedAt: number
  #lastError: LastError | undefined
  readonly #listeners = new Set<() => void>()
  readonly #cuts = new Set<() => void>()
  readonly #clock: Pick<Clock, 'epoch' | 'now'>

  constructor(clock: Pick<Clock, 'epoch' | 'now'>) {
    this.#clock = clock
    this.#usedAt = clock.now()
  }

  get pending(): number {
    return this.#pending
  }

  /** How long no call has been under way, in ms. */
  get idleForMs(): number {
    return this.#pending > 0 ? 0 : this.#clock.now() - this.#usedAt
  }

  get lastError(): LastError | undefined {
    return this.#lastError
  }

  /** Counts as used from now on. */
  touch(): void {
    this.#usedAt = this.#clock.now()
  }

  /** Counts a call until it ends. `cut` ends it when its client is closed. */
  async track<Result>(call: () => Promise<Result>, cut?: () => void): Promise<Result> {
    this.#pending += 1
    if (cut) this.#cuts.add(cut)
    try {
      return await call()
    } catch (error) {
      this.#remember(error)
      throw error
    } finally {
      this.#pending -= 1
      if (cut) this.#cuts.delete(cut)
      this.touch()
      for (const listener of this.#listeners) listener()
    }
  }

  /** Ends the calls whose response the client has handed over already. */
  cut(): void {
    for (const cut of this.#cuts) cut()
  }

  /** Calls `listener` each time that a call has ended; returns how to stop. */
  onEnd(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** An AxiosError of `BandoHttpService` has the failure of the client as its cause. */
  #remember(error: unknown): void {
    const failure = isBandoError(error) ? error : error instanceof Error ? error.cause : undefined
    if (!isBandoError(failure)) return
    this.#lastError = { code: failure.code, status: failure.status, at: this.#clock.epoch() }
  }
}
