import { backoffMs } from '../contract/backoff.ts'
import type { Outcome } from '../contract/Outcome.ts'

export interface RetryQuestion {
  readonly outcome: Outcome
  /** Whether the request may be processed twice (P3). */
  readonly isRepeatable: boolean
  /** Requests sent so far. */
  readonly attempts: number
  readonly retry: { readonly attempts: number; readonly baseMs: number; readonly maxMs: number }
  /** From 0 to below 1. */
  readonly random: number
}

const passingStatuses = new Set([408, 500, 502, 503, 504])

/**
 * Returns after how many ms to send a failed request again, or `undefined` for never. Full jitter,
 * or as long as the API says.
 */
export function retryDelayMs({
  outcome,
  isRepeatable,
  attempts,
  retry,
  random,
}: RetryQuestion): number | undefined {
  if (attempts >= retry.attempts) return undefined
  const pauseMs = random * backoffMs(attempts - 1, retry)
  if (outcome.kind === 'unsent') return pauseMs
  if (!isRepeatable) return undefined
  if (outcome.kind === 'lost') return pauseMs
  if (outcome.kind !== 'failed' || !passingStatuses.has(outcome.status)) return undefined
  return Math.max(pauseMs, outcome.retryAfterMs ?? 0)
}

export interface RetryBudgetOptions {
  /** Retries that each first try earns. */
  readonly ratio: number
  /** Retries that may be made before any is earned; `Infinity` for no bound. */
  readonly min: number
}

/** The spent retries of `min` come back over this time: that of the API's limit (C5). */
const refillMs = 3_600_000

/**
 * Bounds the retries of all calls together, so that an outage is not multiplied: a bucket that each
 * first try fills a little and each retry empties by one. It holds at most `min`, so that good
 * times do not allow a storm in bad ones.
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

  /** Takes a retry out. Returns false if there is none. */
  take(now: number): boolean {
    this.#refill(now)
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }

  #refill(now: number): void {
    const elapsedMs = now - this.#at
    this.#at = Math.max(this.#at, now)
    if (elapsedMs > 0) this.#add((this.#options.min * elapsedMs) / refillMs)
  }

  #add(retries: number): void {
    // Even with `min: 0` there is room for one that is earned.
    this.#left = Math.min(Math.max(1, this.#options.min), this.#left + retries)
  }
}
