import type {
  ResponseForm,
  ResponseForms,
  ResponseOptions,
  Bando,
  BandoResponse,
  RequestOptions,
} from '@bando/core'
import { from, Observable, tap } from 'rxjs'

/**
 * The Bando API as cold observables, like `HttpService`: a request for each subscription, whose answer is the one value.
 * Unsubscribing aborts it and frees its place; an error is the `BandoError` of the core, or the reason of `signal`.
 * @publicApi
 */
export class BandoRx {
  readonly #client: Bando

  constructor(client: Bando) {
    this.#client = client
  }

  /** Reads. */
  get<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Observable<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.request<Data, Form>('GET', path, options)
  }

  /** Creates. Sent again only where nothing was processed, or with `idempotencyKey`. */
  post<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    body?: unknown,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Observable<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.request<Data, Form>('POST', path, { ...options, body })
  }

  /** Replaces. */
  put<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    body?: unknown,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Observable<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.request<Data, Form>('PUT', path, { ...options, body })
  }

  /** Changes. Sent again only where nothing was processed, or with `idempotencyKey`. */
  patch<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    body?: unknown,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Observable<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.request<Data, Form>('PATCH', path, { ...options, body })
  }

  /** Removes. */
  delete<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Observable<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.request<Data, Form>('DELETE', path, options)
  }

  /** Any method. */
  request<Data = unknown, Form extends ResponseForm = 'json'>(
    method: string,
    path: string,
    options: RequestOptions & ResponseOptions<Form, Data> & { readonly body?: unknown } = {},
  ): Observable<BandoResponse<ResponseForms<Data>[Form]>> {
    const { signal, ...others } = options
    return new Observable((subscriber) => {
      const controller = new AbortController()
      const abort = (): void => controller.abort(signal?.reason)
      if (signal?.aborted) abort()
      signal?.addEventListener('abort', abort)

      let isSettled = false
      const settle = (): void => {
        isSettled = true
      }
      subscriber.add(() => {
        signal?.removeEventListener('abort', abort)
        if (!isSettled) controller.abort()
      })
      const answer = this.#client.request<Data, Form>(method, path, { ...others, signal: controller.signal })
      subscriber.add(
        from(answer)
          .pipe(tap({ next: settle, error: settle }))
          .subscribe(subscriber),
      )
    })
  }
}
