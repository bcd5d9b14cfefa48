import type { Bando, BandoState } from '@bando/core'
import type { Observable } from 'rxjs'
import { part$ } from './part.ts'

/**
 * Emits the limit and how much of it is left: what is true now, then every change. It completes
 * when the client closes.
 *
 * Shown: how many requests are left of two per 10 ms. A call is answered after 3 ms, and the client
 * closes at the end:
 * ```text
 * calls    --a
 * limit$   2-1--1---|
 * ```
 */
export function limit$(bando: Bando): Observable<BandoState['limit']> {
  return part$(bando, 'limit')
}
