import { isBandoError } from '@bando/core'

/** The time in ms for which an error response is expected to stay the same. */
const lastsMs = 60_000

/** The time of each error. The query forgets it when the query fails with the same error again. */
const cameAt = new WeakMap<object, number>()

/**
 * Returns whether a retry may help after the error of a query. The client itself holds back calls
 * that a limit, a lockout or a rejected token would refuse. So only a lasting response makes this
 * false.
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
