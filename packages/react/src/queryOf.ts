import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import { hashKey } from '@tanstack/react-query'

/** Returns the cached query of a whole key, whatever its type of data. */
export function queryOf(queryClient: QueryClient, queryKey: QueryKey): Query | undefined {
  const cache = queryClient.getQueryCache()
  // The hash is a look-up; only an app with a hash function of its own needs the search.
  return cache.get(hashKey(queryKey)) ?? cache.find({ queryKey })
}
