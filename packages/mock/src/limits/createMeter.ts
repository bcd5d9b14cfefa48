import { AlignedFixedWindow } from './AlignedFixedWindow.ts'
import { FixedWindow } from './FixedWindow.ts'
import type { Limit } from './Limit.ts'
import type { Meter } from './Meter.ts'
import { SlidingCounter } from './SlidingCounter.ts'
import { SlidingLog } from './SlidingLog.ts'
import { TokenBucket } from './TokenBucket.ts'

/** The ways to count an hour, as CONTRACT.md lists them. */
export const algorithms = [
  'fixed-window',
  'fixed-window-aligned',
  'sliding-log',
  'token-bucket',
  'sliding-counter',
] as const

export type Algorithm = (typeof algorithms)[number]

/** Makes an empty meter with the named algorithm. */
export function createMeter(algorithm: Algorithm, limit: Limit): Meter {
  switch (algorithm) {
    case 'fixed-window':
      return new FixedWindow(limit)
    case 'fixed-window-aligned':
      return new AlignedFixedWindow(limit)
    case 'sliding-log':
      return new SlidingLog(limit)
    case 'token-bucket':
      return new TokenBucket(limit)
    case 'sliding-counter':
      return new SlidingCounter(limit)
  }
}
