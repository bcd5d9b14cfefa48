import type { Bando, Priority } from '@bando/core'
import type { Query, QueryOptions } from '@tanstack/react-query'
import { mayHelp } from './mayHelp.ts'
import { mayRefetch } from './refetchReserve.ts'

/** Whose a fetch is, and how urgent. */
export interface Fetch {
  readonly query: Query
  readonly priority: Priority
}

/** Each fetch that was looked at, by its signal. */
export const fetches = new WeakMap<AbortSignal, Fetch>()

/**
 * Looks at each fetch before it begins. One that a person waits for goes at high priority. One that only brings data up to
 * date goes at low priority, and below the reserve not at all. One for an error that lasts fails with that error.
 *
 * `refetch` and `invalidateQueries` set `cancelRefetch`; focus and reconnect clear it; an interval and a mount leave it out.
 * `fetchQuery` leaves it out too, but its options are not those of a component.
 */
export function budgetBehavior(client: Bando, reserve: number | undefined): QueryOptions['behavior'] {
  return {
    onFetch(context, query) {
      const { options, fetchOptions, signal } = context
      const { state } = query
      const isOfComponent =
        'suspense' in options ||
        query.observers.some(({ options: { queryFn } }) => queryFn === options.queryFn)
      const isAsked = fetchOptions?.cancelRefetch ?? !isOfComponent
      const isBackground = state.data !== undefined && !isAsked
      fetches.set(signal, { query, priority: isBackground ? 'low' : 'high' })
      if (isBackground) {
        // As if the fetch had not begun: data and its age stay.
        if (!mayRefetch(client, reserve))
          context.fetchFn = () => new Promise(() => query.cancel({ revert: true }))
      } else if (!isAsked && state.error && !mayHelp(state)) {
        context.fetchFn = () => Promise.reject(state.error)
      }
    },
  }
}
