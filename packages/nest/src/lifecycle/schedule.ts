import type { Clock } from '@bando/core'

/** What `setTimeout` can wait for, in ms. It fires at once for more. */
const longestMs = 2_147_483_647

/**
 * Runs `callback` once, by `clock` if there is one; returns how to cancel. A longer wait than a
 * timer knows never ends.
 */
export function schedule(clock: Clock | undefined, callback: () => void, delayMs: number): () => void {
  if (delayMs > longestMs) return () => {}
  if (clock !== undefined) return clock.schedule(callback, delayMs, { keepAlive: false })
  const timer = setTimeout(callback, delayMs)
  timer.unref()
  return () => clearTimeout(timer)
}
