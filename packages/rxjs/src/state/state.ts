import type { Bando, BandoState } from '@bando/core'
import type { Observable } from 'rxjs'
import { distinctUntilChanged, map, takeWhile } from 'rxjs'
import { changes$ } from './changes.ts'

/**
 * Emits the client's state: what is true now, then every change. It completes when the client
 * closes. Subscribers share one listener of the client.
 *
 * Shown: the whole state, with a token. A call is answered after 3 ms, and the client closes at the
 * end:
 * ```text
 * calls    --a
 * state$   s-s--s---|
 * ```
 */
export function state$(bando: Bando): Observable<BandoState> {
  return changes$(bando).pipe(
    map(() => bando.state),
    takeWhile(() => !bando.closed.aborted, true),
    distinctUntilChanged(),
  )
}
