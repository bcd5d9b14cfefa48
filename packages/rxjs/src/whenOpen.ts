import type { Bando } from '@bando/core'
import type { Observable } from 'rxjs'
import { first, map } from 'rxjs'
import { state$ } from './state.ts'

/** Emits once, as soon as a call could leave at once, and completes: budget is left, nobody waits, and the token is not refused. */
export function whenOpen$(bando: Bando): Observable<void> {
  return state$(bando).pipe(
    first(({ auth, limit, line }) => {
      const isRefused = auth.verdict === 'rejected' || auth.verdict === 'locked'
      return limit.remaining > 0 && line.waiting === 0 && !isRefused
    }),
    map(() => undefined),
  )
}
