import type { Bando, Priority } from '@bando/core'
import type { Query, QueryOptions } from '@tanstack/react-query'
import type { FetchCause } from './fetchCause.ts'
import { fetchCause } from './fetchCause.ts'
import { mayRefetch } from './refetchReserve.ts'

/** Why each query that fetches does so, by query. */
const causes = new WeakMap<object, FetchCause>()

/** The priority of each fetch, by its signal: all pages and all retries of a fetch have the same. */
const priorities = new WeakMap<AbortSignal, Priority>()

/** Looks at each fetch before it begins: a background refetch goes at low priority, and below the reserve not at all. */
export function budgetBehavior(client: Bando, reserve: number | undefined): QueryOptions['behavior'] {
  return {
    onFetch(context, query) {
      const cause = fetchCause(context, query)
      causes.set(query, cause)
      if (cause === 'background' && !mayRefetch(client, reserve)) context.fetchFn = () => goWithout(query)
    },
  }
}

/** Ends a fetch as if it had not begun: `data` and its age stay, and the caller gets that `data`. */
function goWithout(query: Query): Promise<never> {
  void query.cancel({ revert: true })
  return new Promise(() => {})
}

/** Says that the fetch that begins in this turn, if one does, is in the background. */
export function markBackground(query: object): void {
  causes.set(query, 'background')
  queueMicrotask(() => causes.delete(query))
}

/** Returns the priority of a query's call: high if a person waits for it, low if none does, else normal. */
export function priorityOf(query: Query | undefined, signal: AbortSignal): Priority {
  const priority = priorities.get(signal) ?? (query ? firstPriority(query) : 'normal')
  priorities.set(signal, priority)
  return priority
}

function firstPriority(query: Query): Priority {
  const { data, fetchMeta, isInvalidated } = query.state
  // A person asks for further pages one by one.
  if (data === undefined || isInvalidated || fetchMeta?.fetchMore !== undefined) return 'high'
  const cause = causes.get(query)
  if (cause === undefined) return 'normal'
  return cause === 'asked' ? 'high' : 'low'
}
