import { isBandoError } from '@bando/core'

/** The number of retries of TanStack Query. */
const maxRetries = 3

/**
 * Decides whether TanStack Query retries, as its option `retry`. Returns false for an error of the
 * client, because the client has retried already. It allows 3 retries of any other error. It is
 * synchronous: a promise would count as true, and retry without end.
 */
export function bandoRetry(failureCount: number, error: unknown): boolean {
  return !isBandoError(error) && failureCount < maxRetries
}
