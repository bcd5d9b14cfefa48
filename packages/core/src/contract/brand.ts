/**
 * The name of a platform object's class, of whichever realm: `ArrayBuffer`, `ReadableStream`,
 * `FormData`.
 */
export function brandOf(value: unknown): string {
  // "[object Uint8Array]" (ECMA-262, section 20.1.3.6).
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}

/**
 * Whether `value` is an error of whichever realm: Jest, an iframe or `vm` has a class `Error` of
 * its own.
 */
export function isError(value: unknown): value is Error {
  const brand = brandOf(value)
  return value instanceof Error || brand === 'Error' || brand === 'DOMException'
}

/**
 * Whether `value` is a stream of whichever realm or polyfill, also if the runtime has no class for
 * it.
 */
export function isReadableStream(value: unknown): value is ReadableStream {
  if (typeof value !== 'object' || value === null) return false
  return (
    brandOf(value) === 'ReadableStream' || ('getReader' in value && typeof value.getReader === 'function')
  )
}
