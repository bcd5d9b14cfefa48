import type { DefaultOptions } from '@tanstack/react-query'
import { bandoRetry } from './bandoRetry.ts'
import { bandoRetryDelay } from './bandoRetryDelay.ts'

/**
 * Defaults for a QueryClient that lives on a budget: `new QueryClient({ defaultOptions: bandoQueryDefaults })`. An answer
 * counts as fresh for a minute, so that mounting, focus and reconnecting do not spend a request each.
 */
export const bandoQueryDefaults = {
  queries: { retry: bandoRetry, retryDelay: bandoRetryDelay, staleTime: 60_000 },
} satisfies DefaultOptions
