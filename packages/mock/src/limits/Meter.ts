import type { Limit } from './Limit.ts'

/** What one caller may still do. Instants are epoch milliseconds. */
export interface Quota {
  /** Requests that would be served right now. */
  readonly remaining: number
  /** When more than `remaining` becomes available; the present instant if nothing is spent. */
  readonly moreAt: number
  /** When everything is available again, so that the caller can be forgotten. */
  readonly resetAt: number
}

/**
 * One caller's count under one algorithm: deterministic, without a clock, changing nothing but itself.
 * To decide on a request, ask for the quota: it is served if something remains.
 */
export interface Meter {
  readonly limit: Limit
  quota(now: number): Quota
  /** Counts so many requests at once, served or not: 1 or more. @defaultValue 1 */
  count(now: number, requests?: number): void
}

/** The quota of a caller who has spent nothing. */
export function untouched(limit: Limit, now: number): Quota {
  return { remaining: limit.requests, moreAt: now, resetAt: now }
}
