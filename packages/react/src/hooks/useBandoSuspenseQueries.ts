'use client'

import type { Bando } from '@bando/core'
import type { SuspenseQueriesOptions, SuspenseQueriesResults } from '@tanstack/react-query'
import { useQueryClient, useSuspenseQueries } from '@tanstack/react-query'
import type { Keyed } from '../options/queryIn.ts'
import { suspendWatched } from './suspendWatched.ts'
import { useBandoClient } from './useBandoClient.ts'

/** Several reads, and a function of their results. */
export interface BandoSuspenseQueries<Queries extends unknown[], Combined> {
  /** Makes the reads, with `bandoQueryOptions(client, path, options)` for each. */
  readonly queries: (client: Bando) => readonly [...SuspenseQueriesOptions<Queries>]
  /** Makes one value of the results. @defaultValue the results */
  readonly combine?: ((results: SuspenseQueriesResults<Queries>) => Combined) | undefined
}

/**
 * Reads several paths at once, below a `<Suspense>` and an error boundary.
 * @example
 * useBandoSuspenseQueries({
 *   queries: (bando) =>
 *     cities.map((of) => bandoQueryOptions(bando, '/coolness', { query: { of } })),
 * })
 */
export function useBandoSuspenseQueries<
  Queries extends unknown[],
  Combined = SuspenseQueriesResults<Queries>,
>({ queries, combine }: BandoSuspenseQueries<Queries, Combined>, given?: Bando): Combined {
  const client = useBandoClient(given)
  const queryClient = useQueryClient()
  const made = queries(client)
  const watch = suspendWatched(client, queryClient, made as unknown as readonly Keyed[])
  try {
    return useSuspenseQueries<Queries, Combined>({ queries: made, combine })
  } catch (thrown) {
    throw watch(thrown)
  }
}
