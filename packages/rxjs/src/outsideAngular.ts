import { Observable } from 'rxjs'

/** The part of zone.js that is used here. */
interface Zone {
  readonly parent: Zone | null
  getZoneWith(key: string): Zone | null
  run<Result>(callback: () => Result): Result
}

/**
 * Subscribes to `source` outside Angular's zone, and notifies the subscriber in the zone in which
 * it subscribed. A timer of `source` then does not keep the app from being stable, and its values
 * still reach the view. Without zone.js it is `source`.
 */
export function outsideAngular<Value>(source: Observable<Value>): Observable<Value> {
  return new Observable((subscriber) => {
    const inner = (globalThis as { Zone?: { readonly current: Zone } }).Zone?.current
    const outer = inner?.getZoneWith('isAngularZone')?.parent
    if (!inner || !outer) return source.subscribe(subscriber)
    return outer.run(() =>
      source.subscribe({
        next: (value) => inner.run(() => subscriber.next(value)),
        error: (error: unknown) => inner.run(() => subscriber.error(error)),
        complete: () => inner.run(() => subscriber.complete()),
      }),
    )
  })
}
