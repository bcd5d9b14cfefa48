import type { Observable, SchedulerLike } from 'rxjs'
import { NEVER, switchMap, timer } from 'rxjs'

/** Longest delay of one timer, in ms. Timers keep 32 bits of it, and fire a longer one at once. */
export const maxTimerMs = 2 ** 31 - 1

/**
 * Emits once and completes, `ms` from now, in pieces that a timer can hold. With `Infinity` it
 * never emits.
 */
export function wait(ms: number, scheduler: SchedulerLike): Observable<unknown> {
  if (ms === Infinity) return NEVER
  if (ms <= maxTimerMs) return timer(ms, scheduler)
  return timer(maxTimerMs, scheduler).pipe(switchMap(() => wait(ms - maxTimerMs, scheduler)))
}
