import type { Limit } from './Limit.ts'

/** What one caller may still send. Instants are epoch milliseconds. */
export interface Quota {
  /** The number of requests that would be served now. */
  readonly remaining: number
  /** When `remaining` next grows, or the present instant if nothing is spent. */
  readonly moreAt: number
  /** When nothing is spent any more, so that the caller can be forgotten. */
  readonly resetAt: number
}

/**
 * The count of one caller under one algorithm. It is deterministic and has no clock. A request is
 * served if the quota has something remaining.
 */
export interface Meter {
  readonly limit: Limit
  quota(now: number): Quota
  /** Counts requests, served or not: 1 or more. @defaultValue 1 */
  count(now: number, requests?: number): void
}

/** Returns the quota of a caller who has spent nothing. */
export function untouched(limit: Limit, now: number): Quota {
  return { remaining: limit.requests, moreAt: now, resetAt: now }
}
