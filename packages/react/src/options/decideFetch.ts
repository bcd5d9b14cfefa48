import type { Bando, Priority } from '@bando/core'
import type { Query } from '@tanstack/react-query'
import { mayHelp } from './mayHelp.ts'
import { mayRefetch } from './refetchReserve.ts'

/**
 * The result of `decideFetch`: the priority of the call, `keep` the data, or `fail` with the last
 * error.
 */
export type FetchDecision = Priority | 'keep' | 'fail'

/** The client of a fetch, and the share of the budget that a background fetch leaves. */
export interface FetchRules {
  readonly client: Bando
  readonly reserve: number | undefined
}

/** A fetch that is about to begin. */
export interface PlannedFetch {
  readonly options: object & { readonly queryFn?: unknown }
  readonly fetchOptions?:
    | Pick<NonNullable<Parameters<Query['fetch']>[1]>, 'cancelRefetch' | 'meta'>
    | undefined
}

/**
 * Decides about a fetch before it begins. A fetch that a person asked for has high priority. A
 * background fetch has low priority, and keeps the data below the reserve. A fetch after a lasting
 * error fails with that error.
 *
 * `refetch` and `invalidateQueries` set `cancelRefetch`. Focus and reconnect clear it. An interval
 * and a mount leave it out. `fetchQuery` leaves it out too, but its options are not those of a
 * component.
 */
export function decideFetch(
  query: Query,
  { options, fetchOptions }: PlannedFetch,
  { client, reserve }: FetchRules,
): FetchDecision {
  const { state } = query
  const isOfComponent =
    'suspense' in options || query.observers.some(({ options: { queryFn } }) => queryFn === options.queryFn)
  const isAsked = fetchOptions?.meta?.fetchMore ?? fetchOptions?.cancelRefetch ?? !isOfComponent
  if (isAsked) return 'high'
  if (state.data !== undefined) return mayRefetch(client, reserve) ? 'low' : 'keep'
  return state.error && !mayHelp(state) ? 'fail' : 'high'
}
