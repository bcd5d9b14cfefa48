import type { Clock } from '@bando/core'
import type { SchedulerLike } from 'rxjs'
import { wait } from './wait.ts'

/**
 * Returns a clock for `createBando` that a scheduler moves, such as a `TestScheduler`: the client's
 * limits, pauses and time-outs then pass in virtual time. Its time never runs backwards.
 * @example createBando({ clock: schedulerClock(testScheduler), fetch })
 */
export function schedulerClock(scheduler: SchedulerLike): Clock {
  let latest = Number.NEGATIVE_INFINITY
  return {
    now: () => (latest = Math.max(latest, scheduler.now())),
    epoch: () => scheduler.now(),
    schedule(callback, delayMs) {
      const timer = wait(delayMs, scheduler).subscribe(callback)
      return () => timer.unsubscribe()
    },
  }
}
