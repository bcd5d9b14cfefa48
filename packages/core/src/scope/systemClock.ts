import type { Clock } from '../contract/Clock.ts'
import { outsideAngular } from './outsideAngular.ts'

/**
 * Longer delays fire at once (a 32-bit signed integer of milliseconds), so they are taken in
 * pieces.
 */
const maxTimeoutMs = 2_147_483_647

/** The machine's own time. */
export function systemClock(): Clock {
  const clock: Clock = {
    now: () => performance.now(),
    epoch: () => Date.now(),
    schedule(callback, delayMs, options) {
      if (delayMs > maxTimeoutMs) {
        const goOn = (): void => {
          cancel = clock.schedule(callback, delayMs - maxTimeoutMs, options)
        }
        let cancel = clock.schedule(goOn, maxTimeoutMs, options)
        return () => cancel()
      }
      const start = (): ReturnType<typeof setTimeout> => setTimeout(callback, Math.ceil(delayMs))
      const timer = options.keepAlive ? start() : outsideAngular(start)
      // Browsers have numbers for timers, and nothing to keep alive.
      if (!options.keepAlive && typeof timer === 'object') timer.unref()
      return () => clearTimeout(timer)
    },
  }
  return clock
}
