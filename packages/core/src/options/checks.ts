import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { kindOf, show } from '../errors/show.ts'
import { isPlainObject } from './checkNames.ts'

// Each takes what was given, and returns the fallback if that is `undefined`.

export function count(name: string, given: number | undefined, fallback: number): number {
  if (given === undefined) return fallback
  if (!Number.isSafeInteger(given) || given < 1) throw mistake(name, 'a whole number of at least 1', given)
  return given
}

export function bytes(name: string, given: number | undefined, fallback: number): number {
  if (given === undefined) return fallback
  const isFine = given === Infinity || (Number.isSafeInteger(given) && given >= 1)
  if (!isFine) throw mistake(name, 'a whole number of bytes, at least 1, or Infinity', given)
  return given
}

export function duration(
  name: string,
  given: number | undefined,
  fallback: number,
  { least = 1, isEndless = false }: { least?: number; isEndless?: boolean } = {},
): number {
  if (given === undefined) return fallback
  const isFine = typeof given === 'number' && given >= least && (isEndless || given < Infinity)
  if (!isFine)
    throw mistake(name, `milliseconds, at least ${least}${isEndless ? ', or Infinity' : ''}`, given)
  return given
}

export function amount(name: string, given: number | undefined, fallback: number): number {
  if (given === undefined) return fallback
  if (!(typeof given === 'number' && given >= 0)) throw mistake(name, 'a number of at least 0', given)
  return given
}

export function share(
  name: string,
  given: number | undefined,
  fallback: number,
  { canBeAll }: { canBeAll: boolean },
): number {
  if (given === undefined) return fallback
  const isFine = typeof given === 'number' && given >= 0 && (given < 1 || (canBeAll && given === 1))
  if (!isFine) throw mistake(name, canBeAll ? 'a number from 0 to 1' : 'a number from 0 to below 1', given)
  return given
}

export function oneOf<Value extends string>(
  name: string,
  given: Value | undefined,
  values: readonly Value[],
  fallback?: Value,
): Value {
  const value = given === undefined ? fallback : given
  if (value !== undefined && values.includes(value)) return value
  throw mistake(name, `one of ${values.map((each) => `'${each}'`).join(', ')}`, given)
}

export function flag(name: string, given: boolean | undefined, fallback: boolean): boolean {
  if (given === undefined) return fallback
  if (typeof given !== 'boolean') throw mistake(name, 'true or false', given)
  return given
}

export function text(name: string, given: string | undefined): string | undefined {
  if (given !== undefined && (typeof given !== 'string' || given === ''))
    throw mistake(name, 'a text that is not empty', given)
  return given
}

export function callable<Value>(name: string, given: Value | undefined, example: string): Value | undefined {
  if (given !== undefined && typeof given !== 'function')
    throw mistake(name, `a function, such as ${example}`, given)
  return given
}

/** A port: an object, of any class, that has these methods. */
export function port<Value>(
  name: string,
  given: Value | undefined,
  { methods, example }: { methods: readonly (keyof Value & string)[]; example: string },
): Value | undefined {
  if (given === undefined) return undefined
  const found: Partial<Value> = Object(given)
  const missing = methods.filter((method) => typeof found[method] !== 'function')
  if (missing.length === 0) return given
  const lacks = typeof given === 'object' && given !== null ? ` without ${missing.join(', ')}` : ''
  throw new BandoConfigError(`${name}: needs ${example}. Found ${show(given)}${lacks}.`)
}

/** Options within an option. */
export function group<Value extends object>(
  name: string,
  given: Value | undefined,
  example: string,
): Partial<Value> {
  if (given === undefined) return {}
  if (!isPlainObject(given)) throw mistake(name, `an object, such as ${example}`, given)
  return given
}

/** One that is given is told by its brand: it may be of another realm. */
export function signal(given: AbortSignal | null | undefined): AbortSignal | undefined {
  if (given === undefined || given === null) return undefined
  const found: Partial<AbortSignal> = Object(given)
  if (typeof found.aborted === 'boolean' && typeof found.addEventListener === 'function') return given
  const hint = 'signal' in found ? ' Pass the `signal` of the controller, not the controller.' : ''
  throw new BandoConfigError(
    `signal: needs an AbortSignal, such as AbortSignal.timeout(1000) gives. Found ${kindOf(given)}.${hint}`,
  )
}

const refusedMethods = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** In capitals. A token (RFC 9110, section 9.1), but for those that `fetch` forbids. */
export function methodName(given: string): string {
  const name = typeof given === 'string' ? given.toUpperCase() : ''
  if (/^[!#$%&'*+.^`|~\w-]+$/.test(name) && !refusedMethods.has(name)) return name
  throw mistake('method', 'one of HTTP, such as GET, other than CONNECT, TRACE and TRACK', given)
}

/** Goes into a header. */
export function idempotencyKey(given: string): string {
  if (typeof given === 'string' && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(given)) return given
  throw mistake(
    'idempotencyKey',
    'printable ASCII without line breaks or spaces around it, such as crypto.randomUUID() gives',
    given,
  )
}

/** The error for an option that cannot work. */
export function mistake(name: string, expected: string, found: unknown): BandoConfigError {
  return new BandoConfigError(`${name}: needs ${expected}. Found ${show(found)}.`)
}
