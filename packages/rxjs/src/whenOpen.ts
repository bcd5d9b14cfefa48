import type { Bando } from '@bando/core'
import type { Observable, SchedulerLike } from 'rxjs'
import { asyncScheduler, map, NEVER, of, switchMap, take } from 'rxjs'
import { opensAt } from './opensAt.ts'
import { state$ } from './state.ts'
import { timerAt } from './timerAt.ts'

/**
 * Emits once, as soon as a call could leave at once, and completes: budget is left, nobody waits, and the token is not refused,
 * or may be asked about again.
 */
export function whenOpen$(bando: Bando, scheduler: SchedulerLike = asyncScheduler): Observable<void> {
  return state$(bando).pipe(
    switchMap((state) => {
      const at = opensAt(state)
      if (at <= scheduler.now()) return of(0)
      return at === Infinity ? NEVER : timerAt(at, scheduler)
    }),
    take(1),
    map(() => undefined),
  )
}
