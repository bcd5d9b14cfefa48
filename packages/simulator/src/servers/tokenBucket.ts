import type { Algorithm, Quota } from './Algorithm.ts'

/**
 * A bucket that starts full, from which a request takes one token. It refills evenly within a
 * window.
 */
export function tokenBucket({ requests, windowMs }: Quota): Algorithm {
  const perMs = requests / windowMs
  let level = requests
  let seenAt = 0
  const fill = (now: number): void => {
    level = Math.min(requests, level + (now - seenAt) * perMs)
    seenAt = now
  }
  return {
    take(now) {
      fill(now)
      if (level < 1) return false
      level -= 1
      return true
    },
    remaining(now) {
      fill(now)
      return Math.floor(level)
    },
    resetMs(now) {
      fill(now)
      return level >= 1 ? 0 : (1 - level) / perMs
    },
  }
}
