import * as v from 'valibot'
import { limitSchema } from '../options/settingsSchema.ts'
import { parseLimit } from './shorthand.ts'

/** A schema that also accepts text, as flags and the environment give it. */
export function fromText<const Schema extends v.GenericSchema>(
  read: (text: string) => unknown,
  schema: Schema,
) {
  return v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === 'string' ? read(value) : value)),
    schema,
  )
}

/** Accepts a number or its digits. */
export function numberFromText<const Schema extends v.GenericSchema>(schema: Schema) {
  return fromText((text) => (/^-?\d+$/.test(text) ? Number(text) : text), schema)
}

/** Accepts a boolean, or one of its usual names. */
export function switchFromText<const Schema extends v.GenericSchema>(schema: Schema) {
  return fromText((text) => switches.get(text) ?? text, schema)
}

const switches = new Map([
  ['true', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['off', false],
  ['0', false],
])

/** Accepts `100/1h`, or the object that it stands for. */
export const limitFromText = fromText(
  (text) => parseLimit(text) ?? text,
  v.strictObject(limitSchema.entries, 'requests and time, such as "100/1h", "20/2s" or "5/500ms"'),
)
