import type { Bando } from '@bando/core'
import { fromEvent, merge, Observable, of, share } from 'rxjs'
import { outsideAngular } from '../outsideAngular.ts'

const changes = /* #__PURE__ */ new WeakMap<Bando, Observable<unknown>>()

/**
 * Emits at once, after every change of the client's state, and when the client closes. Subscribers
 * share one listener of the client.
 */
export function changes$(bando: Bando): Observable<unknown> {
  let shared$ = changes.get(bando)
  if (!shared$) {
    const state$ = new Observable<void>((subscriber) => bando.subscribe(() => subscriber.next()))
    shared$ = merge(state$, fromEvent(bando.closed, 'abort')).pipe(share())
    changes.set(bando, shared$)
  }
  // Subscribes before the first value is emitted, because its receiver may change the state.
  return merge(outsideAngular(shared$), of(undefined))
}
