import { isError } from '../contract/brand.ts'
import type { Redact } from '../contract/Redact.ts'

/** Causes may have causes, and values values; what is nested deeper is left out. */
const maxDepth = 5

/**
 * A transport's failure as an error of ours may carry it. Other clients put the request into
 * theirs, and with it the token: a failure that holds anything but plain values, or something that
 * `redact` finds, is replaced by one with its name, message and code.
 */
export function redactError(failure: unknown, redact: Redact, depth = 0): unknown {
  if (typeof failure === 'string') return redact(failure)
  if (typeof failure !== 'object' || failure === null) return failure
  if (!isError(failure)) return new Error('The transport failed with something that is no error.')
  const [name, message, code] = [textOf(failure, 'name'), textOf(failure, 'message'), textOf(failure, 'code')]
  const given = look(failure, 'cause')
  const cause = depth < maxDepth ? redactError(given, redact, depth + 1) : undefined
  const isBare =
    cause === given &&
    // Not every error has these as its own: a `DOMException` inherits them.
    isPlain([name, message, code], redact, depth) &&
    Reflect.ownKeys(failure).every((key) => holdsPlain(failure, key, redact, depth))
  if (isBare) return failure
  const bare = new Error(redact(message ?? ''), cause === undefined ? undefined : { cause })
  bare.name = redact(name ?? 'Error')
  return code === undefined ? bare : Object.assign(bare, { code: redact(code) })
}

/**
 * Whether a value is what it shows, and nothing that it shows is secret: an object of some class
 * may hold anything.
 */
function isPlain(value: unknown, redact: Redact, depth: number): boolean {
  if (typeof value === 'function') return false
  if (typeof value !== 'object' || value === null) return redact(String(value)) === String(value)
  if (depth > maxDepth) return false
  if (isError(value)) return redactError(value, redact, depth) === value
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false
  return Reflect.ownKeys(value).every((key) => holdsPlain(value, key, redact, depth))
}

/** Symbols, and what is not enumerable, are shown by a debugger. */
function holdsPlain(holder: object, key: PropertyKey, redact: Redact, depth: number): boolean {
  if (!isPlain(key, redact, depth)) return false
  // A getter in some engines, but one that shows only the text with which it was made.
  if (isError(holder) && key === 'stack') return isPlain(look(holder, key), redact, depth)
  const property = Reflect.getOwnPropertyDescriptor(holder, key)
  // What any other getter gives, and does, is unknown.
  return property !== undefined && 'value' in property && isPlain(property.value, redact, depth + 1)
}

/**
 * What an error holds. A getter of its own is not run, and one of its class, or of its stack, may
 * throw.
 */
function look(failure: Error, key: string): unknown {
  try {
    // Node 20 writes a stack when its descriptor is read, which asks the class for its message.
    const property = Reflect.getOwnPropertyDescriptor(failure, key)
    return property && key !== 'stack' ? property.value : Reflect.get(failure, key)
  } catch {
    return undefined
  }
}

function textOf(failure: Error, key: string): string | undefined {
  const value = look(failure, key)
  return typeof value === 'string' ? value : undefined
}
