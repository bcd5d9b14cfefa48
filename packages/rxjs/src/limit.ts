import type { Bando, BandoState } from '@bando/core'
import type { Observable } from 'rxjs'
import { part$ } from './part.ts'

/** Emits the limit and how much of it is left: what is true now, then every change. It completes when the client closes. */
export function limit$(bando: Bando): Observable<BandoState['limit']> {
  return part$(bando, 'limit')
}
