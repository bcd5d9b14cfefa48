import type { Query } from '@tanstack/react-query'

/** Why a query fetches: a person waits for the result, or the app only brings it up to date. */
export type FetchCause = 'asked' | 'background'

/** A fetch, as TanStack Query's `behavior` is told of it. */
export interface Fetch {
  readonly fetchOptions?: { readonly cancelRefetch?: boolean | undefined } | undefined
  readonly options: { readonly queryFn?: unknown }
}

/**
 * Returns the cause of a fetch. `refetch` and `invalidateQueries` set `cancelRefetch`; focus and reconnect clear it; an
 * interval and a mount leave it out. `fetchQuery` leaves it out too, but its options are not those of a component.
 */
export function fetchCause({ fetchOptions, options }: Fetch, query: Query): FetchCause {
  if (query.state.data === undefined || fetchOptions?.cancelRefetch === true) return 'asked'
  if (fetchOptions?.cancelRefetch === false) return 'background'
  const isOfComponent = query.observers.some((observer) => observer.options.queryFn === options.queryFn)
  return isOfComponent ? 'background' : 'asked'
}
