import type { GenericSchema } from 'valibot'

/** What a schema may be made of, whichever it is. */
interface Composed {
  readonly entries?: Readonly<Record<string, Composed>>
  /** Of a list, and of a record. */
  readonly item?: Composed
  readonly value?: Composed
  /** Of an optional one. */
  readonly wrapped?: Composed
  /** Of a union; a picklist has texts here. */
  readonly options?: readonly (Composed | string)[]
  readonly pipe?: readonly Composed[]
}

/** The names that a schema knows at a path: those of its whole where that is empty. */
export function namesAt(schema: GenericSchema, path: readonly string[]): string[] {
  let here = variantsOf(schema as Composed)
  for (const key of path) {
    here = here
      .flatMap(({ entries, item, value }) => [entries?.[key], item, value])
      .flatMap((part) => (part === undefined ? [] : variantsOf(part)))
  }
  return here.flatMap(({ entries = {} }) => Object.keys(entries))
}

/** Everything that a value may be checked against, all on one level. */
function variantsOf(schema: Composed): Composed[] {
  const { wrapped, options = [], pipe: [, ...later] = [] } = schema
  const inside = [wrapped, ...options, ...later].filter((one) => typeof one === 'object')
  return [schema, ...inside.flatMap((one) => variantsOf(one))]
}
