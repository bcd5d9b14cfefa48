import type { Store } from '../contract/Store.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'

export function count(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw mistake(name, 'a whole number of at least 1', value)
  return value
}

export function bytes(name: string, value: number): number {
  const isFine = value === Infinity || (Number.isSafeInteger(value) && value >= 1)
  if (!isFine) throw mistake(name, 'a whole number of bytes, at least 1, or Infinity', value)
  return value
}

export function duration(
  name: string,
  value: number,
  { least = 1, isEndless = false }: { least?: number; isEndless?: boolean } = {},
): number {
  const isFine = typeof value === 'number' && value >= least && (isEndless || value < Infinity)
  if (!isFine)
    throw mistake(name, `milliseconds, at least ${least}${isEndless ? ', or Infinity' : ''}`, value)
  return value
}

export function amount(name: string, value: number): number {
  if (!(typeof value === 'number' && value >= 0)) throw mistake(name, 'a number of at least 0', value)
  return value
}

export function share(name: string, value: number, { canBeAll }: { canBeAll: boolean }): number {
  const isFine = typeof value === 'number' && value >= 0 && (value < 1 || (canBeAll && value === 1))
  if (!isFine) throw mistake(name, canBeAll ? 'a number from 0 to 1' : 'a number from 0 to below 1', value)
  return value
}

export function oneOf<Value extends string>(name: string, value: Value, values: readonly Value[]): Value {
  if (!values.includes(value))
    throw mistake(name, `one of ${values.map((each) => `'${each}'`).join(', ')}`, value)
  return value
}

/** In capitals. A token (RFC 9110, section 9.1), but for those that `fetch` forbids. */
export function methodName(given: string): string {
  const name = given.toUpperCase()
  if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name) || ['CONNECT', 'TRACE', 'TRACK'].includes(name))
    throw mistake('method', 'one of HTTP, such as GET, other than CONNECT, TRACE and TRACK', given)
  return name
}

/** Goes into a header. */
export function idempotencyKey(given: string): string {
  if (typeof given !== 'string' || !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(given))
    throw mistake(
      'idempotencyKey',
      'printable ASCII without line breaks or spaces around it, such as crypto.randomUUID() gives',
      given,
    )
  return given
}

export function store(given: Store | undefined): Store | undefined {
  const kind: unknown = given?.kind
  if (given !== undefined && kind !== 'memory' && kind !== 'shared')
    throw mistake('store', 'memoryStore(), fileStore(folder), webStore() or another SharedStore', given)
  return given
}

function mistake(name: string, expected: string, found: unknown): BandoConfigError {
  const shown = typeof found === 'string' ? JSON.stringify(found) : String(found)
  return new BandoConfigError(`${name}: needs ${expected}. Found ${shown}.`)
}
