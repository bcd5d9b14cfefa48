import type { Bando, BandoState } from '@bando/core'
import type { Observable } from 'rxjs'
import { distinctUntilChanged, map } from 'rxjs'
import { state$ } from './state.ts'

/** The status of the token: now, and after every change. */
export function auth$(bando: Bando): Observable<BandoState['auth']> {
  return state$(bando).pipe(
    map(({ auth }) => auth),
    distinctUntilChanged(),
  )
}
