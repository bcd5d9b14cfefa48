import type { Query, QueryFunctionContext } from '@tanstack/react-query'
import type { Fetch } from './budgetBehavior.ts'
import { fetches } from './budgetBehavior.ts'
import { queryIn } from './queryIn.ts'

/** Infinite queries whose next fetch is in the background. */
const background = new WeakSet<object>()

/** Says that the fetch that begins in this turn, if one does, is in the background. */
export function markBackground(query: object): void {
  background.add(query)
  queueMicrotask(() => background.delete(query))
}

/** Returns the fetch that a page belongs to: low in the background, high if a person surely waits for it. */
export function pageFetch({ client, queryKey, signal }: QueryFunctionContext): Fetch {
  const known = fetches.get(signal)
  if (known) return known
  // It is in the cache, since it fetches.
  const query = queryIn(client, { queryKey }) as Query
  const { data, isInvalidated, fetchMeta } = query.state
  const isAsked = !data || isInvalidated || fetchMeta?.fetchMore
  const fetch = { query, priority: background.has(query) ? 'low' : isAsked ? 'high' : 'normal' } as const
  fetches.set(signal, fetch)
  return fetch
}
