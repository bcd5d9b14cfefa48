import type { Bando } from '@bando/core'
import type { Observable } from 'rxjs'
import { defer, fromEvent, map, of, take } from 'rxjs'

/** Emits once, when the client is closed. */
export function closed$({ closed }: Bando): Observable<unknown> {
  return defer(() => (closed.aborted ? of(undefined) : fromEvent(closed, 'abort').pipe(take(1))))
}

/** Fails with the `BandoClosedError` when the client is closed. */
export function closing$(bando: Bando): Observable<never> {
  return closed$(bando).pipe(
    map(() => {
      throw bando.closed.reason
    }),
  )
}
