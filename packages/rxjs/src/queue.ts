import type { Bando, BandoState } from '@bando/core'
import type { Observable } from 'rxjs'
import { part$ } from './part.ts'

/** Emits the calls that wait: what is true now, then every change. It completes when the client closes. */
export function queue$(bando: Bando): Observable<BandoState['queue']> {
  return part$(bando, 'queue')
}
