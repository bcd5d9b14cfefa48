import type { Bando } from '@bando/core'
import type { QueryClient } from '@tanstack/react-query'
import { markBackground } from './pageFetch.ts'
import type { Keyed } from './queryIn.ts'
import { mayRefetch } from './refetchReserve.ts'

const names = ['refetchOnMount', 'refetchOnReconnect', 'refetchOnWindowFocus'] as const

type Wanted = boolean | 'always'
type Decide = (query: { readonly state: { readonly data: unknown } }) => Wanted
type Refetches = Partial<Record<(typeof names)[number], Wanted | Decide>>

/**
 * Makes the refetches of an infinite query heed the budget. TanStack Query has one behavior for its pages, so
 * `budgetBehavior` cannot look at them, and the refetches of an interval go as if asked for.
 */
export function refetchInBudget(
  client: Bando,
  queryClient: QueryClient,
  options: Keyed,
  reserve: number | undefined,
): Record<(typeof names)[number], Decide> {
  const defaulted = queryClient.defaultQueryOptions(options) as Refetches
  const decide =
    (wanted: Wanted | Decide = true): Decide =>
    (query) => {
      if (query.state.data && !mayRefetch(client, reserve)) return false
      markBackground(query)
      return typeof wanted === 'function' ? wanted(query) : wanted
    }
  const decisions = names.map((name) => [name, decide(defaulted[name])] as const)
  return Object.fromEntries(decisions) as Record<(typeof names)[number], Decide>
}
