import type {
  ResponseForm,
  ResponseForms,
  ResponseOptions,
  Bando,
  BandoResponse,
  RequestOptions,
} from '@bando/core'
import { from, Observable, tap } from 'rxjs'

/** What one request may set for itself. */
export interface FromBandoOptions extends RequestOptions {
  /** @defaultValue 'GET' */
  readonly method?: string | undefined
  readonly body?: unknown
}

/**
 * A request as a cold observable: one request for each subscription, whose answer is its one value. Unsubscribing aborts it
 * and frees its place; an error is the `BandoError` of the core, or the reason of `signal`.
 */
export function fromBando<Data = unknown, Form extends ResponseForm = 'json'>(
  bando: Bando,
  path: string,
  { method = 'GET', signal, ...options }: FromBandoOptions & ResponseOptions<Form, Data> = {},
): Observable<BandoResponse<ResponseForms<Data>[Form]>> {
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
    const answer = bando.request<Data, Form>(method, path, { ...options, signal: controller.signal })
    subscriber.add(
      from(answer)
        .pipe(tap({ next: settle, error: settle }))
        .subscribe(subscriber),
    )
  })
}
