import { isBandoError } from '@bando/core'

/** As many as TanStack Query's own. */
const maxRetries = 3

/**
 * For TanStack Query's `retry`: never for an error of the client, which has already tried whatever may help; 3 times for
 * anything else. Synchronous, since a promise would count as true, and retry without end.
 */
export function bandoRetry(failureCount: number, error: unknown): boolean {
  return !isBandoError(error) && failureCount < maxRetries
}
