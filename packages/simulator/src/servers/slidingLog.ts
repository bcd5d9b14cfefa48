import type { Algorithm, Quota } from './Algorithm.ts'

/** Counts the requests that were served in the window that ends now. */
export function slidingLog({ requests, windowMs }: Quota): Algorithm {
  const servedAt: number[] = []
  const forget = (now: number): void => {
    while (servedAt[0] !== undefined && servedAt[0] + windowMs <= now) servedAt.shift()
  }
  return {
    take(now) {
      forget(now)
      if (servedAt.length >= requests) return false
      servedAt.push(now)
      return true
    },
    remaining(now) {
      forget(now)
      return requests - servedAt.length
    },
    resetMs: (now) => Math.max(0, (servedAt[0] ?? now - windowMs) + windowMs - now),
  }
}
