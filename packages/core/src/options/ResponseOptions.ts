import type * as platform from '../contract/platform.ts'
import type { StandardSchema } from '../contract/StandardSchema.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { oneOf } from './checks.ts'

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
   * What to make of the body. A `stream` and a `response` are still arriving: neither `timeoutMs`
   * nor
   * `maxBodyBytes` bounds them, and the caller must read or cancel them. An answer that is not a
   * success is an error for each of them.
   * @defaultValue JSON where the content type says so, else text; `undefined` where there is
   * nothing
   */
  readonly as?: Form | undefined
  /**
   * Checks JSON, and makes `data` of it: a schema of zod (3.24 and later), valibot (1), arktype
   * (2), or another that keeps to Standard Schema. What does not fit is a `BandoSchemaError`.
   */
  readonly schema?: StandardSchema<Data> | undefined
}

const responseForms: readonly ResponseForm[] = ['json', 'text', 'blob', 'stream', 'response']

/** Returns the form that is asked for, checked before anything is sent. @throws BandoConfigError */
export function checkResponseOptions({ as, schema }: ResponseOptions<ResponseForm>): ResponseForm {
  const form = oneOf('as', as, responseForms, 'json')
  if (form === 'stream' && typeof ReadableStream === 'undefined') {
    throw new BandoConfigError(
      "as: 'stream' needs ReadableStream, which this runtime does not have. Leave `as` out, or take 'text' or 'blob'.",
    )
  }
  if (schema === undefined) return form
  if (form !== 'json') {
    throw new BandoConfigError(
      `schema: checks JSON, so leave \`as\` out, or make it 'json'. Found ${JSON.stringify(form)}.`,
    )
  }
  // A schema may be a function, as those of arktype are.
  const standard: unknown = Object(schema)['~standard']
  if (typeof Object(standard).validate === 'function') return form
  throw new BandoConfigError(
    `schema: needs one that keeps to Standard Schema, as those of zod 3.24, valibot 1 and arktype 2 do. Found ${typeof schema} without \`~standard\`.`,
  )
}
