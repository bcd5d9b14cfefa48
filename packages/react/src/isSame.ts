/** Compares plain objects, arrays and dates by their contents, and anything else by identity. */
export function isSame(before: unknown, next: unknown): boolean {
  if (Object.is(before, next)) return true
  if (before instanceof Date && next instanceof Date) return before.getTime() === next.getTime()
  if (!isPlain(before) || !isPlain(next) || Array.isArray(before) !== Array.isArray(next)) return false
  const names = Object.keys(before)
  return (
    names.length === Object.keys(next).length &&
    names.every((name) => Object.hasOwn(next, name) && isSame(before[name], next[name]))
  )
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Array.isArray(value)
}
