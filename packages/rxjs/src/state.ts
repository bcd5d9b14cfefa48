import type { Bando, BandoState } from '@bando/core'
import { distinctUntilChanged, map, merge, Observable, of, share, takeUntil } from 'rxjs'
import { closed$ } from './closed.ts'
import { outsideAngular } from './outsideAngular.ts'

const changes = /* #__PURE__ */ new WeakMap<Bando, Observable<void>>()

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
  // Subscribes before the first value is emitted, because its receiver may change the state.
  return merge(outsideAngular(changesOf(bando)), of(undefined)).pipe(
    map(() => bando.state),
    distinctUntilChanged(),
  )
}

function changesOf(bando: Bando): Observable<void> {
  let changes$ = changes.get(bando)
  if (!changes$) {
    changes$ = new Observable<void>((subscriber) => bando.subscribe(() => subscriber.next())).pipe(
      takeUntil(closed$(bando)),
      share(),
    )
    changes.set(bando, changes$)
  }
  return changes$
}
