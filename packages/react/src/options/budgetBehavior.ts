import type { QueryOptions } from '@tanstack/react-query'
import type { FetchRules } from './decideFetch.ts'
import { decideFetch } from './decideFetch.ts'
import { fetches } from './fetches.ts'

/** Makes the `behavior` of a query, which TanStack Query calls before each fetch. */
export function budgetBehavior(rules: FetchRules): QueryOptions['behavior'] {
  return {
    onFetch(context, query) {
      const { error } = query.state
      const decision = decideFetch(query, context, rules)
      // Ends as if the fetch had not begun: the data and its age stay.
      if (decision === 'keep') context.fetchFn = () => new Promise(() => query.cancel({ revert: true }))
      else if (decision === 'fail') context.fetchFn = () => Promise.reject(error)
      else fetches.set(query, { priority: decision })
    },
  }
}
