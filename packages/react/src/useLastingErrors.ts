'use client'

import type { Bando } from '@bando/core'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { mayHelp } from './mayHelp.ts'
import { queryOf } from './queryOf.ts'

/** A query, and whether its error goes to an error boundary. */
interface Thrown {
  readonly queryKey: QueryKey
  readonly throwOnError?: unknown
}

/** Throws a query's error again if the error boundary was reset, but reading again cannot help. */
export function useLastingErrors(client: Bando, queryClient: QueryClient, queries: readonly Thrown[]): void {
  const boundary = useQueryErrorResetBoundary()
  if (!boundary.isReset()) return
  for (const { queryKey, throwOnError } of queries) {
    const query = queryOf(queryClient, queryKey)
    if (query?.state.status !== 'error' || query.state.data !== undefined) continue
    const { error, errorUpdatedAt } = query.state
    const isThrown = typeof throwOnError === 'function' ? throwOnError(error, query) : throwOnError
    if (isThrown && !mayHelp(client, error, errorUpdatedAt)) throw error
  }
}
