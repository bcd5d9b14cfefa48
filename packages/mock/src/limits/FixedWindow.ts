import type { Limit } from './Limit.ts'
import { untouched, type Meter, type Quota } from './Meter.ts'

/** Counts from the caller's first request to the end of the window, then starts again at zero. */
export class FixedWindow implements Meter {
  readonly limit: Limit
  #used = 0
  #endsAt = Number.NEGATIVE_INFINITY

  constructor(limit: Limit) {
    this.limit = limit
  }

  quota(now: number): Quota {
    if (now >= this.#endsAt) return untouched(this.limit, now)
    const remaining = Math.max(0, this.limit.requests - this.#used)
    return { remaining, moreAt: this.#endsAt, resetAt: this.#endsAt }
  }

  count(now: number, requests = 1): void {
    if (now >= this.#endsAt) {
      this.#used = 0
      this.#endsAt = this.endOf(now)
    }
    this.#used += requests
  }

  /** Returns the end of a window that opens now. */
  protected endOf(now: number): number {
    return now + this.limit.windowMs
  }
}
