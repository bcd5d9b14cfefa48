import type { RequestOptions, ResponseForm, ResponseOptions } from '@bando/core'

/** The options of one request. */
export interface FromBandoOptions extends RequestOptions {
  /** @defaultValue 'GET' */
  readonly method?: string | undefined
  readonly body?: unknown
}

/** A request: its path alone, or an object with its path and options. */
export type BandoRequest<Form extends ResponseForm = 'json', Data = unknown> =
  | string
  | (FromBandoOptions & ResponseOptions<Form, Data> & { readonly path: string })
