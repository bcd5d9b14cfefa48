import type { Bando, BandoResponse, RequestOptions } from '@bando/core'
import { from, Observable } from 'rxjs'

/** The Bando API as cold observables, like `HttpService`: a request for each subscription, aborted when it is unsubscribed. @publicApi */
export class BandoRx {
  readonly #client: Bando

  constructor(client: Bando) {
    this.#client = client
  }

  get<Data = unknown>(path: string, options?: RequestOptions): Observable<BandoResponse<Data>> {
    return this.request<Data>('GET', path, options)
  }

  post<Data = unknown>(
    path: string,
    body?: unknown,
    options?: RequestOptions,
  ): Observable<BandoResponse<Data>> {
    return this.request<Data>('POST', path, { ...options, body })
  }

  put<Data = unknown>(
    path: string,
    body?: unknown,
    options?: RequestOptions,
  ): Observable<BandoResponse<Data>> {
    return this.request<Data>('PUT', path, { ...options, body })
  }

  patch<Data = unknown>(
    path: string,
    body?: unknown,
    options?: RequestOptions,
  ): Observable<BandoResponse<Data>> {
    return this.request<Data>('PATCH', path, { ...options, body })
  }

  delete<Data = unknown>(path: string, options?: RequestOptions): Observable<BandoResponse<Data>> {
    return this.request<Data>('DELETE', path, options)
  }

  request<Data = unknown>(
    method: string,
    path: string,
    options: RequestOptions & { readonly body?: unknown } = {},
  ): Observable<BandoResponse<Data>> {
    return new Observable((subscriber) => {
      const controller = new AbortController()
      const { signal } = options
      const abort = (): void => controller.abort(signal?.reason)
      if (signal?.aborted) abort()
      signal?.addEventListener('abort', abort)
      subscriber.add(() => {
        signal?.removeEventListener('abort', abort)
        controller.abort()
      })
      const answer = this.#client.request<Data>(method, path, { ...options, signal: controller.signal })
      subscriber.add(from(answer).subscribe(subscriber))
    })
  }
}
