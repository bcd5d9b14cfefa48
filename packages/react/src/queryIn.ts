import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'

/** Options that have a query key. */
export interface Keyed {
  readonly queryKey: QueryKey
}

/** Returns the query of a whole key in the cache, by the hash that the app chose. */
export function queryIn(queryClient: QueryClient, { queryKey }: Keyed): Query | undefined {
  return queryClient.getQueryCache().get(queryClient.defaultQueryOptions({ queryKey }).queryHash)
}
