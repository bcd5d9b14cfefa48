import type { Algorithm, Quota } from './Algorithm.ts'

/**
 * Weighs two counts: that of this window, and that of the one before by the part that is still
 * covered.
 */
export function slidingCounter({ requests, windowMs }: Quota, firstAt: number): Algorithm {
  let startedAt = firstAt
  let before = 0
  let count = 0
  const roll = (now: number): void => {
    const passed = Math.floor((now - startedAt) / windowMs)
    if (passed < 1) return
    before = passed === 1 ? count : 0
    count = 0
    startedAt += passed * windowMs
  }
  const estimate = (now: number): number => before * (1 - (now - startedAt) / windowMs) + count
  /** Returns how far into a window the next request is served, for these two counts. */
  const opensAfterMs = (earlier: number, current: number): number =>
    earlier === 0 ? 0 : Math.max(0, windowMs * (1 - (requests - 1 - current) / earlier))
  return {
    take(now) {
      roll(now)
      if (estimate(now) + 1 > requests) return false
      count += 1
      return true
    },
    remaining(now) {
      roll(now)
      return Math.max(0, Math.floor(requests - estimate(now)))
    },
    resetMs(now) {
      roll(now)
      const opensAt =
        count < requests
          ? startedAt + opensAfterMs(before, count)
          : startedAt + windowMs + opensAfterMs(count, 0)
      return Math.max(0, opensAt - now)
    },
  }
}
