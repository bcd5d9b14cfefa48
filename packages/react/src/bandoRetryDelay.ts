import { isBandoError } from '@bando/core'

/** Longer timers fire at once (a 32-bit signed integer of milliseconds). */
const maxTimerMs = 2 ** 31 - 1

/**
 * For TanStack Query's `retryDelay`, in ms: until the error's `retryAt` where it names one, else 1, 2, 4 … 30 s. Matters
 * only beside a `retry` of your own.
 */
export function bandoRetryDelay(failureCount: number, error: unknown): number {
  if (isBandoError(error) && error.retryAt !== undefined) {
    return Math.min(maxTimerMs, Math.max(0, error.retryAt - Date.now()))
  }
  return Math.min(30_000, 1000 * 2 ** failureCount)
}
