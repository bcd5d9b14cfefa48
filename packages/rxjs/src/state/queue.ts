import type { Bando, BandoState } from '@bando/core'
import type { Observable } from 'rxjs'
import { part$ } from './part.ts'

/**
 * Emits the calls that wait: what is true now, then every change. It completes when the client
 * closes.
 *
 * Shown: how many calls wait, with one request per 10 ms. A call is answered after 3 ms, which
 * tells how long the other one waits. The client closes at the end:
 * ```text
 * calls    --ab
 * queue$   0--1-1----------0---|
 * ```
 */
export function queue$(bando: Bando): Observable<BandoState['queue']> {
  return part$(bando, 'queue')
}
