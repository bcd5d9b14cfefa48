'use client'

import type { Query } from '@tanstack/react-query'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { mayHelp } from './mayHelp.ts'

/**
 * Throws an infinite query's error again if its error boundary was reset, but reading again cannot help. Of other queries
 * `budgetBehavior` knows that.
 */
export function useLastingError(query: Query | undefined, throwOnError: unknown): void {
  const isReset = useQueryErrorResetBoundary().isReset()
  if (!isReset || !query?.state.error || query.state.data || mayHelp(query.state)) return
  const { error } = query.state
  if (typeof throwOnError === 'function' ? throwOnError(error, query) : throwOnError) throw error
}
