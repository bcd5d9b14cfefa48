import type { Bando } from '@bando/core'
import type { Query, QueryClient } from '@tanstack/react-query'

/** Raises the call of `query` while it is under way, as soon as a component shows it. Returns how to stop. */
export function raiseOnMount(client: Bando, queryClient: QueryClient, query: Query): () => void {
  return queryClient.getQueryCache().subscribe((event) => {
    if (event.type === 'observerAdded' && event.query === query) client.raise(query, 'high')
  })
}
