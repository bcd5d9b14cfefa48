import type { Bando, BandoState } from '@bando/core'
import { distinctUntilChanged, map, Observable } from 'rxjs'

/** What the client knows: now, and after every change. */
export function state$(bando: Bando): Observable<BandoState> {
  return new Observable<BandoState>((subscriber) => {
    subscriber.next(bando.state)
    return bando.subscribe(() => subscriber.next(bando.state))
  }).pipe(distinctUntilChanged())
}

/** The budget: now, and after every change. */
export function limit$(bando: Bando): Observable<BandoState['limit']> {
  return state$(bando).pipe(
    map(({ limit }) => limit),
    distinctUntilChanged(),
  )
}

/** The verdict on the token: now, and after every change. */
export function auth$(bando: Bando): Observable<BandoState['auth']> {
  return state$(bando).pipe(
    map(({ auth }) => auth),
    distinctUntilChanged(),
  )
}
