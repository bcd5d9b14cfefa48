import type { Bando, BandoOf, BandoResponse, ResponseForm, ResponseForms, ResponseOptions } from '@bando/core'
import type { Observable } from 'rxjs'
import type { BandoRequest, FromBandoOptions } from './BandoRequest.ts'
import type { DataOf, DescribedOptions, Optional, PathOf, Undescribed, Verb } from './described.ts'
import { send } from './send.ts'

/**
 * Returns a cold observable that sends one request for each subscription, and emits its response.
 * Unsubscribing cancels the request and frees its place in the queue. An error is a `BandoError` of
 * the core, or the reason of `signal`.
 *
 * ```text
 * fromBando   ---(A|)
 * ```
 *
 * @param request its path, or an object with its `path` and everything else that it sets
 * @param options what the request sets besides; it replaces the fields of `request`
 */
export function fromBando<Data = unknown, Form extends ResponseForm = 'json', Client extends Bando = Bando>(
  bando: Undescribed<Client>,
  request: BandoRequest<Form, Data>,
  options?: FromBandoOptions & ResponseOptions<Form, Data>,
): Observable<BandoResponse<ResponseForms<Data>[Form]>>
export function fromBando<
  Paths,
  Path extends PathOf<Paths, Method>,
  Method extends Verb = 'GET',
  Form extends ResponseForm = 'json',
  Data = DataOf<Paths, Method, Path>,
>(
  bando: BandoOf<Paths>,
  path: Path,
  ...options: Optional<DescribedOptions<Paths, Method, Path> & ResponseOptions<Form, Data>>
): Observable<BandoResponse<ResponseForms<Data>[Form]>>
export function fromBando<
  Paths,
  Path extends PathOf<Paths, Method>,
  Method extends Verb = 'GET',
  Form extends ResponseForm = 'json',
  Data = DataOf<Paths, Method, Path>,
>(
  bando: BandoOf<Paths>,
  request: DescribedOptions<Paths, Method, Path> & ResponseOptions<Form, Data> & { readonly path: Path },
): Observable<BandoResponse<ResponseForms<Data>[Form]>>
export function fromBando<Data, Form extends ResponseForm>(
  bando: Bando,
  request: BandoRequest<Form, Data>,
  options?: FromBandoOptions & ResponseOptions<Form, Data>,
): Observable<BandoResponse<ResponseForms<Data>[Form]>> {
  return send(bando, request, options)
}
