import type { Limit } from './Limit.ts'
import { untouched, type Meter, type Quota } from './Meter.ts'

/**
 * Counts in this window and the one before. The earlier count is weighted by the part of it that
 * the sliding window still covers. Windows end on whole multiples of their length. Weights are
 * whole numbers: a request is `windowMs` parts.
 */
export class SlidingCounter implements Meter {
  readonly limit: Limit
  #startedAt = 0
  #previous = 0
  #current = 0

  constructor(limit: Limit) {
    this.limit = limit
  }

  quota(now: number): Quota {
    this.#turn(now)
    const { requests, windowMs } = this.limit
    if (this.#previous + this.#current === 0) return untouched(this.limit, now)
    const coveredMs = windowMs - (now - this.#startedAt)
    const usedParts = this.#previous * coveredMs + this.#current * windowMs
    const remaining = Math.max(0, Math.floor((requests * windowMs - usedParts) / windowMs))
    return {
      remaining,
      moreAt: this.#opensFor(remaining + 1),
      resetAt: this.#startedAt + (this.#current > 0 ? 2 : 1) * windowMs,
    }
  }

  count(now: number, requests = 1): void {
    this.#turn(now)
    this.#current += requests
  }

  /** Returns when `wanted` requests would be served, if no other came in between. */
  #opensFor(wanted: number): number {
    const { requests, windowMs } = this.limit
    const room = requests - wanted
    const intoThisMs = weighsAtMost(this.#previous, room - this.#current, windowMs)
    if (intoThisMs < windowMs) return this.#startedAt + intoThisMs
    return this.#startedAt + windowMs + weighsAtMost(this.#current, room, windowMs)
  }

  #turn(now: number): void {
    const { windowMs } = this.limit
    const startsAt = Math.floor(now / windowMs) * windowMs
    if (startsAt <= this.#startedAt) return
    this.#previous = startsAt === this.#startedAt + windowMs ? this.#current : 0
    this.#current = 0
    this.#startedAt = startsAt
  }
}

/** Returns how far into the next window (ms) the count of a finished window falls to `room`. */
function weighsAtMost(count: number, room: number, windowMs: number): number {
  if (room < 0) return windowMs
  return count <= room ? 0 : windowMs - Math.floor((room * windowMs) / count)
}
