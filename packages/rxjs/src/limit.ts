import type { Bando, BandoState } from '@bando/core'
import type { Observable } from 'rxjs'
import { distinctUntilChanged, map } from 'rxjs'
import { state$ } from './state.ts'

/** The budget: now, and after every change. */
export function limit$(bando: Bando): Observable<BandoState['limit']> {
  return state$(bando).pipe(
    map(({ limit }) => limit),
    distinctUntilChanged(),
  )
}
