/** Causes may have causes, and values values; what is nested deeper is left out. */
const maxDepth = 5

/**
 * A transport's failure as an error of ours may carry it. Other clients put the request into theirs, and with it the token: a failure
 * that holds anything but plain values, or something that `redact` finds, is replaced by one with its name, message and code.
 */
export function bareFailure(failure: unknown, redact: (text: string) => string, depth = 0): unknown {
  if (typeof failure === 'string') return redact(failure)
  if (typeof failure !== 'object' || failure === null) return failure
  if (!(failure instanceof Error)) return new Error('The transport failed with something that is no error.')
  const cause = depth < maxDepth ? bareFailure(failure.cause, redact, depth + 1) : undefined
  const isBare = Reflect.ownKeys(failure).every(
    (key) => key === 'cause' || isPlain(Reflect.get(failure, key), redact, depth + 1),
  )
  if (isBare && cause === failure.cause) return failure
  const bare = new Error(redact(failure.message), cause === undefined ? undefined : { cause })
  bare.name = redact(failure.name)
  const code = 'code' in failure && typeof failure.code === 'string' ? failure.code : undefined
  return code === undefined ? bare : Object.assign(bare, { code: redact(code) })
}

/** Whether a value is what it shows, and nothing that it shows is secret: an object of some class may hold anything. */
function isPlain(value: unknown, redact: (text: string) => string, depth: number): boolean {
  if (typeof value === 'string') return redact(value) === value
  if (typeof value !== 'object' || value === null) return typeof value !== 'function'
  if (depth > maxDepth) return false
  if (value instanceof Error) return bareFailure(value, redact, depth) === value
  const isOfClass = !Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype
  return !isOfClass && Object.values(value).every((each) => isPlain(each, redact, depth + 1))
}
