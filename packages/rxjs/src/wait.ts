import type { SchedulerLike } from 'rxjs'
import { NEVER, Observable } from 'rxjs'

/** Longest delay of one timer, in ms. Timers keep 32 bits of it, and fire a longer one at once. */
export const maxTimerMs = 2 ** 31 - 1

/**
 * Emits once and completes, `ms` from now, in pieces that a timer can hold. With `Infinity` it
 * never emits.
 */
export function wait(ms: number, scheduler: SchedulerLike): Observable<void> {
  if (ms === Infinity) return NEVER
  return new Observable((subscriber) => {
    const piece = (leftMs: number): number => Math.min(maxTimerMs, Math.max(0, leftMs))
    return scheduler.schedule<number>(
      function (leftMs) {
        if (leftMs > 0) this.schedule(leftMs - piece(leftMs), piece(leftMs))
        else {
          subscriber.next()
          subscriber.complete()
        }
      },
      piece(ms),
      ms - piece(ms),
    )
  })
}
