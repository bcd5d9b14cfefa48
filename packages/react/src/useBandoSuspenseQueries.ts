'use client'

import type { Bando } from '@bando/core'
import type { QueryKey, SuspenseQueriesOptions, SuspenseQueriesResults } from '@tanstack/react-query'
import { useQueryClient, useSuspenseQueries } from '@tanstack/react-query'
import { suspendWatched } from './suspendWatched.ts'
import { useBandoClient } from './useBandoClient.ts'
import { useLastingErrors } from './useLastingErrors.ts'

/** Several reads, and what to make of their results. */
export interface BandoSuspenseQueries<Queries extends unknown[], Combined> {
  /** Makes the reads, with `bandoQueryOptions(client, path, options)` each. */
  readonly queries: (client: Bando) => readonly [...SuspenseQueriesOptions<Queries>]
  /** Makes one value of the results. @defaultValue the results themselves */
  readonly combine?: ((results: SuspenseQueriesResults<Queries>) => Combined) | undefined
}

/** Reads several things at once, as `useBandoSuspenseQuery` reads one. */
export function useBandoSuspenseQueries<
  Queries extends unknown[],
  Combined = SuspenseQueriesResults<Queries>,
>({ queries, combine }: BandoSuspenseQueries<Queries, Combined>, given?: Bando): Combined {
  const client = useBandoClient(given)
  const queryClient = useQueryClient()
  const made = queries(client)
  const keyed = made as unknown as readonly { readonly queryKey: QueryKey }[]
  useLastingErrors(
    client,
    queryClient,
    keyed.map(({ queryKey }) => ({ queryKey, throwOnError: true })),
  )
  const watch = suspendWatched(
    client,
    queryClient,
    keyed.map(({ queryKey }) => queryKey),
  )
  try {
    return useSuspenseQueries<Queries, Combined>({ queries: made, ...(combine && { combine }) })
  } catch (thrown) {
    throw watch(thrown)
  }
}
