import type { Bando } from '@bando/core'
import type { Observable, SchedulerLike } from 'rxjs'
import { of, switchMap, take, takeUntil } from 'rxjs'
import { closed$ } from './closed.ts'
import { idleScheduler } from './idleScheduler.ts'
import { opensAt } from './opensAt.ts'
import { outsideAngular } from './outsideAngular.ts'
import { state$ } from './state.ts'
import { wait } from './wait.ts'

/**
 * Emits once, as soon as a call could be sent at once, and completes: budget is left, no call
 * waits, and the token is not refused, or may be tried again. It completes without a value when the
 * client closes, and keeps no process alive.
 *
 * The only permit is held until 24 ms:
 * ```text
 * whenOpen$   ------------------------(o|)
 * ```
 */
export function whenOpen$(bando: Bando, scheduler: SchedulerLike = idleScheduler): Observable<void> {
  return state$(bando).pipe(
    switchMap((state) => {
      const waitMs = opensAt(state) - scheduler.now()
      return waitMs <= 0 ? of(undefined) : outsideAngular(wait(waitMs, scheduler))
    }),
    take(1),
    takeUntil(closed$(bando)),
  )
}
