import type { Observable, SchedulerLike } from 'rxjs'
import { timer } from 'rxjs'

/** The longest that timers can run, in ms: a longer one fires at once. */
export const longestTimerMs = 2 ** 31 - 1

/** Emits once and completes, at `epochMs` or as late as a timer can. */
export function timerAt(epochMs: number, scheduler: SchedulerLike): Observable<0> {
  return timer(Math.min(longestTimerMs, Math.max(0, epochMs - scheduler.now())), scheduler)
}
