import type { Limit } from './Limit.ts'
import { untouched, type Meter, type Quota } from './Meter.ts'

/**
 * A bucket of `requests` tokens that refills evenly over the window. The level is a whole number of
 * parts: a token is `windowMs` parts, and a millisecond adds `requests`. So nothing is rounded.
 */
export class TokenBucket implements Meter {
  readonly limit: Limit
  readonly #capacity: number
  #parts: number
  #at = 0

  constructor(limit: Limit) {
    this.limit = limit
    this.#capacity = limit.requests * limit.windowMs
    this.#parts = this.#capacity
  }

  quota(now: number): Quota {
    const parts = this.#levelAt(now)
    if (parts >= this.#capacity) return untouched(this.limit, now)
    const { requests, windowMs } = this.limit
    const remaining = Math.floor(parts / windowMs)
    return {
      remaining,
      moreAt: now + Math.ceil(((remaining + 1) * windowMs - parts) / requests),
      resetAt: now + Math.ceil((this.#capacity - parts) / requests),
    }
  }

  count(now: number, requests = 1): void {
    this.#parts = Math.max(0, this.#levelAt(now) - requests * this.limit.windowMs)
    this.#at = now
  }

  #levelAt(now: number): number {
    const elapsedMs = Math.max(0, now - this.#at)
    return Math.min(this.#capacity, this.#parts + elapsedMs * this.limit.requests)
  }
}
