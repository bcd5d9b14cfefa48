import type { Bando, BandoState } from '@bando/core'
import type { Observable } from 'rxjs'
import { distinctUntilChanged, map } from 'rxjs'
import { state$ } from './state.ts'

/** Emits one part of the client's state: what is true now, then every change of that part. */
export function part$<Name extends keyof BandoState>(bando: Bando, name: Name): Observable<BandoState[Name]> {
  return state$(bando).pipe(
    map((state) => state[name]),
    distinctUntilChanged(),
  )
}
