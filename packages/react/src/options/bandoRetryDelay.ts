import { isBandoError } from '@bando/core'

/** The longest timer, in ms (a 32-bit signed integer). A longer one fires at once. */
const maxTimerMs = 2 ** 31 - 1

/**
 * Returns the time before a retry in ms, as TanStack Query's option `retryDelay`. It ends at the
 * error's `retryAt`, if the error has one. Otherwise it is 1, 2, 4 … 30 s. It matters only if the
 * app sets `retry`.
 */
export function bandoRetryDelay(failureCount: number, error: unknown): number {
  if (isBandoError(error) && error.retryAt !== undefined) {
    return Math.min(maxTimerMs, Math.max(0, error.retryAt - Date.now()))
  }
  return Math.min(30_000, 1000 * 2 ** failureCount)
}
