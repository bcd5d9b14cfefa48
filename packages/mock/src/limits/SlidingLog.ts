import type { Limit } from './Limit.ts'
import { untouched, type Meter, type Quota } from './Meter.ts'

/** The number of requests counted at one instant. */
interface Run {
  readonly at: number
  count: number
}

/** Remembers when each counted request came, and looks back exactly one window. */
export class SlidingLog implements Meter {
  readonly limit: Limit
  #runs: Run[] = []
  #oldest = 0
  /** The number of requests in the runs that are not forgotten. */
  #used = 0

  constructor(limit: Limit) {
    this.limit = limit
  }

  quota(now: number): Quota {
    this.#forgetBefore(now)
    const { requests, windowMs } = this.limit
    const oldest = this.#runs[this.#oldest]
    const newest = this.#runs.at(-1)
    if (oldest === undefined || newest === undefined) return untouched(this.limit, now)
    return { remaining: requests - this.#used, moreAt: oldest.at + windowMs, resetAt: newest.at + windowMs }
  }

  count(now: number, requests = 1): void {
    this.#forgetBefore(now)
    const newest = this.#runs.at(-1)
    if (newest?.at === now && this.#used > 0) newest.count += requests
    else this.#runs.push({ at: now, count: requests })
    this.#used += requests
    // Keeps the newest `requests`, as older ones cannot affect a decision. Each one counted past
    // the limit displaces the oldest.
    this.#displace(this.#used - this.limit.requests)
    this.#compact()
  }

  #displace(excess: number): void {
    for (let left = excess; left > 0;) {
      const oldest = this.#runs[this.#oldest]
      if (oldest === undefined) return
      const displaced = Math.min(left, oldest.count)
      oldest.count -= displaced
      this.#used -= displaced
      left -= displaced
      if (oldest.count === 0) this.#oldest += 1
    }
  }

  #forgetBefore(now: number): void {
    const leftBy = now - this.limit.windowMs
    for (let run = this.#runs[this.#oldest]; run && run.at <= leftBy; run = this.#runs[this.#oldest]) {
      this.#used -= run.count
      this.#oldest += 1
    }
  }

  /**
   * Removes the forgotten front once it is half of the log. The work per request is constant on
   * average.
   */
  #compact(): void {
    if (this.#oldest * 2 < this.#runs.length) return
    this.#runs = this.#runs.slice(this.#oldest)
    this.#oldest = 0
  }
}
