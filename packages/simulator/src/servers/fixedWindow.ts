import type { Algorithm, Quota } from './Algorithm.ts'

/**
 * Counts from zero in each window.
 * @param firstAt when aligned windows begin; if left out, a window opens with the first request
 * after the last one ended
 */
export function fixedWindow({ requests, windowMs }: Quota, firstAt?: number): Algorithm {
  let startedAt = firstAt ?? Number.NEGATIVE_INFINITY
  let count = 0
  const roll = (now: number): void => {
    if (now < startedAt + windowMs) return
    startedAt = firstAt === undefined ? now : now - ((now - firstAt) % windowMs)
    count = 0
  }
  return {
    take(now) {
      roll(now)
      if (count >= requests) return false
      count += 1
      return true
    },
    remaining: (now) => (now < startedAt + windowMs ? requests - count : requests),
    resetMs: (now) => Math.max(0, startedAt + windowMs - now),
  }
}
