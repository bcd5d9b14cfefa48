import type { Bando, BandoResponse, ResponseForm, ResponseForms, ResponseOptions } from '@bando/core'
import type { Observable } from 'rxjs'
import { defer, from, tap } from 'rxjs'
import type { BandoRequest, FromBandoOptions } from './BandoRequest.ts'

/**
 * Sends one request for each subscription. The fields of `options` replace those of `request`, and
 * these replace `defaults`.
 */
export function send<Data, Form extends ResponseForm = 'json'>(
  bando: Bando,
  request: BandoRequest<Form, Data>,
  options?: FromBandoOptions & ResponseOptions<Form, Data>,
  defaults?: FromBandoOptions,
): Observable<BandoResponse<ResponseForms<Data>[Form]>> {
  const given = typeof request === 'string' ? { path: request } : request
  const { path, method = 'GET', signal, ...rest } = { ...defaults, ...given, ...options }
  return defer(() => {
    const controller = new AbortController()
    const abort = (): void => controller.abort(signal?.reason)
    let cancel = abort
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort)
    return from(bando.request<Data, Form>(method, path, { ...rest, signal: controller.signal })).pipe(
      tap({
        // A subscriber may read the body of the response after unsubscribing.
        next: () => (cancel = () => {}),
        unsubscribe: () => cancel(),
        finalize: () => signal?.removeEventListener('abort', abort),
      }),
    )
  })
}
