import type { Limit } from './Limit.ts'
import { untouched, type Meter, type Quota } from './Meter.ts'

/** Remembers when each counted request came, and looks back exactly one window. */
export class SlidingLog implements Meter {
  readonly limit: Limit
  #instants: number[] = []
  #oldest = 0

  constructor(limit: Limit) {
    this.limit = limit
  }

  quota(now: number): Quota {
    this.#forgetBefore(now)
    const used = this.#instants.length - this.#oldest
    const { requests, windowMs } = this.limit
    const oldest = this.#instants[this.#oldest]
    const newest = this.#instants.at(-1)
    if (oldest === undefined || newest === undefined) return untouched(this.limit, now)
    return { remaining: requests - used, moreAt: oldest + windowMs, resetAt: newest + windowMs }
  }

  count(now: number): void {
    this.#forgetBefore(now)
    this.#instants.push(now)
    // Only the newest `requests` instants can ever refuse anyone: one counted past the limit displaces the oldest.
    if (this.#instants.length - this.#oldest > this.limit.requests) this.#oldest += 1
    this.#compact()
  }

  #forgetBefore(now: number): void {
    const leftBy = now - this.limit.windowMs
    while ((this.#instants[this.#oldest] ?? Number.POSITIVE_INFINITY) <= leftBy) this.#oldest += 1
  }

  /** Cuts the forgotten front off once it is half of the log: constant work per request, on average. */
  #compact(): void {
    if (this.#oldest * 2 < this.#instants.length) return
    this.#instants = this.#instants.slice(this.#oldest)
    this.#oldest = 0
  }
}
