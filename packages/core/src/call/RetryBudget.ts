export interface RetryBudgetOptions {
  /** Retries that each first try earns. */
  readonly ratio: number
  /** Retries that may be made before any is earned; Infinity: as many as wanted. */
  readonly min: number
}

/** Spent spares come back over this time: that of the API's limit (C5). */
const refillMs = 3_600_000

/**
 * How many retries all calls may cost together, so that an outage is not multiplied: a bucket that each first try fills a
 * little and each retry empties by one. It holds no more than the spares, so that good times earn no storm for bad ones.
 */
export class RetryBudget {
  readonly #options: RetryBudgetOptions
  #left: number
  #at = 0

  constructor(options: RetryBudgetOptions) {
    this.#options = options
    this.#left = options.min
  }

  /** A call was sent for the first time. */
  tried(now: number): void {
    this.#refill(now)
    this.#add(this.#options.ratio)
  }

  /** Takes a retry out; false: there is none. */
  take(now: number): boolean {
    this.#refill(now)
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }

  #refill(now: number): void {
    const elapsedMs = now - this.#at
    this.#at = now
    if (elapsedMs > 0) this.#add((this.#options.min * elapsedMs) / refillMs)
  }

  #add(retries: number): void {
    // Without spares there is still room for one that is earned.
    this.#left = Math.min(Math.max(1, this.#options.min), this.#left + retries)
  }
}
