import type { Bando, RequestOptions } from '@bando/core'
import { fromBando } from '@bando/rxjs'
import type { Observable } from 'rxjs'

/** The methods of the client that `BandoRx` has as observables. */
type Methods = Pick<Bando, 'delete' | 'get' | 'patch' | 'post' | 'put' | 'request'>

/**
 * The Bando API as cold observables: one request for each subscription, whose response is the one
 * value. Unsubscribing aborts the request and leaves the queue. An error is the `BandoError` of the
 * core, or the reason of `signal`.
 * @publicApi
 */
export type BandoRx = ReturnType<typeof bandoRx>

/** Makes observables of a client's methods, with the types of those. */
export function bandoRx(methods: Methods) {
  const send = (
    method: string,
    path: string,
    options?: RequestOptions & { readonly body?: unknown },
  ): Observable<unknown> => fromBando(methods as Bando, path, { ...options, method })
  const read = (method: string) => (path: string, options?: RequestOptions) => send(method, path, options)
  const write = (method: string) => (path: string, body?: unknown, options?: RequestOptions) =>
    send(method, path, { ...options, body })
  return {
    /** Reads. */
    get: observed(methods.get, read('GET')),
    /** Creates. Sent again only if it was not processed, or with `idempotencyKey`. */
    post: observed(methods.post, write('POST')),
    /** Replaces. */
    put: observed(methods.put, write('PUT')),
    /** Changes. Sent again only if it was not processed, or with `idempotencyKey`. */
    patch: observed(methods.patch, write('PATCH')),
    /** Removes. */
    delete: observed(methods.delete, read('DELETE')),
    /** Sends any method. */
    request: observed(methods.request, send),
  } as const
}

/** Gives `send` the type of `method`, with an observable in place of the promise. */
function observed<Args extends readonly unknown[], Value>(
  _method: (...args: Args) => Promise<Value>,
  send: (...args: never[]) => Observable<unknown>,
): (...args: Args) => Observable<Value> {
  return send as unknown as (...args: Args) => Observable<Value>
}
