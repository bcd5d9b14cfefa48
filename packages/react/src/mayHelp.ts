import { isBandoError } from '@bando/core'

/** The same request is answered the same way for about this long. */
const lastsMs = 60_000

/** When each error came, which its query forgets once it has failed with it again. */
const cameAt = new WeakMap<object, number>()

/**
 * Returns whether trying again may help against the error of a query. The client itself holds back what a limit, a lockout or
 * a rejected token would refuse, so only a lasting response is left to be told here.
 */
export function mayHelp({
  error,
  errorUpdatedAt,
}: {
  readonly error: unknown
  readonly errorUpdatedAt: number
}): boolean {
  if (!isBandoError(error) || error.retryable || !error.status || error.code === 'rejected') return true
  const at = cameAt.get(error) ?? errorUpdatedAt
  cameAt.set(error, at)
  return Date.now() >= at + lastsMs
}
