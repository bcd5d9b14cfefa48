import { BandoConfigError } from '../errors/BandoConfigError.ts'
import type { ResponseForm, ResponseOptions } from './ResponseOptions.ts'
import { oneOf } from './checks.ts'

const responseForms: readonly ResponseForm[] = ['json', 'text', 'blob', 'stream', 'response']

/** What is asked for, checked before anything is sent. @throws BandoConfigError */
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
