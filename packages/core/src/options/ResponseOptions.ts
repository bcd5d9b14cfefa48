import type * as platform from '../contract/platform.ts'
import type { StandardSchema } from '../contract/StandardSchema.ts'

/** What `data` is, by `as`. */
export interface ResponseForms<Data> {
  readonly json: Data
  readonly text: string
  readonly blob: platform.Blob
  readonly stream: platform.ByteStream
  readonly response: platform.Response
}

export type ResponseForm = keyof ResponseForms<unknown>

/** What a call makes of the body of its answer. */
export interface ResponseOptions<Form extends ResponseForm = 'json', Data = unknown> {
  /**
   * What to make of the body. A `stream` and a `response` are still arriving: whoever reads them is bound by neither `timeoutMs` nor
   * `maxBodyBytes`, and must read or cancel them. An answer that is not a success is an error for each of them.
   * @defaultValue JSON where the content type says so, else text; `undefined` where there is nothing
   */
  readonly as?: Form | undefined
  /**
   * Checks JSON, and makes `data` of it: a schema of zod (3.24 and later), valibot (1), arktype (2), or another that keeps to Standard
   * Schema. What does not fit is a `BandoSchemaError`.
   */
  readonly schema?: StandardSchema<Data> | undefined
}
