import type { DefaultOptions } from '@tanstack/react-query'
import { bandoRetry } from './bandoRetry.ts'
import { bandoRetryDelay } from './bandoRetryDelay.ts'

/**
 * Default options for a QueryClient. A response is fresh for a minute, so mounting, focus and
 * reconnecting do not spend a request each.
 * @example new QueryClient({ defaultOptions: bandoQueryDefaults })
 */
export const bandoQueryDefaults = {
  queries: { retry: bandoRetry, retryDelay: bandoRetryDelay, staleTime: 60_000 },
} satisfies DefaultOptions
