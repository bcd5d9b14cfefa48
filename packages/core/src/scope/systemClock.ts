import type { Clock } from '../contract/Clock.ts'
import { outsideAngular } from './outsideAngular.ts'

/**
 * Longer delays fire at once (a 32-bit signed integer of milliseconds), so they are taken in
 * pieces.
 */
const maxTimeoutMs = 2_147_483_647

/** The machine's own time. */
export function systemClock(): Clock {
  return {
    now: () => performance.now(),
    epoch: () => Date.now(),
    schedule(callback, delayMs, { keepAlive }) {
      let handle: ReturnType<typeof setTimeout>
      const arm = (leftMs: number): void => {
        const pieceMs = Math.min(leftMs, maxTimeoutMs)
        handle = setTimeout(() => (leftMs > pieceMs ? arm(leftMs - pieceMs) : callback()), Math.ceil(pieceMs))
        // Browsers have numbers for timers, and nothing to keep alive.
        if (!keepAlive && typeof handle === 'object') handle.unref()
      }
      if (keepAlive) arm(delayMs)
      else outsideAngular(() => arm(delayMs))
      return () => clearTimeout(handle)
    },
  }
}
