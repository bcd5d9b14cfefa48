import type { Query, QueryFunction } from '@tanstack/react-query'
import type { FetchRules } from './decideFetch.ts'
import { decideFetch } from './decideFetch.ts'
import { fetches } from './fetches.ts'

/** The rules of each query function that reads pages. */
export const pageRules = new WeakMap<object, FetchRules>()

const budgeted = new WeakSet<Query>()

/**
 * Decides about each fetch of an infinite query, as `budgetBehavior` does for other queries.
 * TanStack Query has its own `behavior` for pages, so this function wraps the `fetch` of one query.
 */
export function budgetPages(query: Query): void {
  if (budgeted.has(query)) return
  budgeted.add(query)
  // This fetch began before it could be seen.
  if (query.state.fetchStatus !== 'idle')
    fetches.set(query, { priority: query.state.data === undefined ? 'high' : 'normal' })
  const fetch = query.fetch.bind(query)
  query.fetch = async (options, fetchOptions) => {
    const { data, error, fetchStatus } = query.state
    const begins = fetchStatus === 'idle' || (data !== undefined && fetchOptions?.cancelRefetch)
    const used = [options, query.options, ...query.observers.map((each) => each.options)].find(
      (each) => each?.queryFn,
    )
    const rules = pageRules.get((used?.queryFn as QueryFunction | undefined) ?? query)
    if (begins && used && rules) {
      const decision = decideFetch(query, { options: used, fetchOptions }, rules)
      if (decision === 'keep') return data
      if (decision === 'fail') throw error
      fetches.set(query, { priority: decision })
    }
    return fetch(options, fetchOptions)
  }
}
