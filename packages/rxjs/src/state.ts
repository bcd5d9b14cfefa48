import type { Bando, BandoState } from '@bando/core'
import { distinctUntilChanged, Observable } from 'rxjs'

/** What the client knows: now, and after every change. Nothing is kept or shared, so each subscriber begins with what is true then. */
export function state$(bando: Bando): Observable<BandoState> {
  return new Observable<BandoState>((subscriber) => {
    // Read first: the client times its next notice by the snapshot last taken.
    const { state } = bando
    // Subscribed before the first value goes out, whose receiver may itself change something.
    subscriber.add(bando.subscribe(() => subscriber.next(bando.state)))
    subscriber.next(state)
  }).pipe(distinctUntilChanged())
}
