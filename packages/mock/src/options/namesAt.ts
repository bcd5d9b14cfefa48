import type { GenericSchema } from 'valibot'

/** The members of a schema that contain other schemas, whatever its kind. */
interface Composed {
  readonly entries?: Readonly<Record<string, Composed>>
  /** The schema of a list's or a record's items. */
  readonly item?: Composed
  readonly value?: Composed
  /** The schema of an optional value. */
  readonly wrapped?: Composed
  /** The variants of a union. A picklist has texts here. */
  readonly options?: readonly (Composed | string)[]
  readonly pipe?: readonly Composed[]
}

/** Returns the names that a schema knows at a path, or at the top if the path is empty. */
export function namesAt(schema: GenericSchema, path: readonly string[]): string[] {
  let here = variantsOf(schema as Composed)
  for (const key of path) {
    here = here
      .flatMap(({ entries, item, value }) => [entries?.[key], item, value])
      .flatMap((part) => (part === undefined ? [] : variantsOf(part)))
  }
  return here.flatMap(({ entries = {} }) => Object.keys(entries))
}

/** Returns all schemas that a value may be checked against. */
function variantsOf(schema: Composed): Composed[] {
  const { wrapped, options = [], pipe: [, ...later] = [] } = schema
  const inside = [wrapped, ...options, ...later].filter((one) => typeof one === 'object')
  return [schema, ...inside.flatMap((one) => variantsOf(one))]
}
