import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'

/** Options with a query key. */
export interface Keyed {
  readonly queryKey: QueryKey
}

/** Returns the query of a whole key from the cache, by the hash function of the app. */
export function queryIn(queryClient: QueryClient, { queryKey }: Keyed): Query | undefined {
  return queryClient.getQueryCache().get(queryClient.defaultQueryOptions({ queryKey }).queryHash)
}
