import type { RequestOptions, ResponseForm, ResponseOptions } from '@bando/core'

/** What one request may set for itself. */
export interface FromBandoOptions extends RequestOptions {
  /** @defaultValue 'GET' */
  readonly method?: string | undefined
  readonly body?: unknown
}

/** A request: its path, or its path with everything else that it sets. */
export type BandoRequest<Form extends ResponseForm = 'json', Data = unknown> =
  | string
  | (FromBandoOptions & ResponseOptions<Form, Data> & { readonly path: string })
