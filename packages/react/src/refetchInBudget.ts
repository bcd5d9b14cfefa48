import type { Bando } from '@bando/core'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { markBackground } from './budgetBehavior.ts'
import { mayRefetch } from './refetchReserve.ts'

type Wanted = boolean | 'always'
type Decide = (query: { readonly state: { readonly data: unknown } }) => Wanted
type Refetches = Partial<
  Record<
    'refetchOnMount' | 'refetchOnReconnect' | 'refetchOnWindowFocus',
    Wanted | ((query: never) => Wanted)
  >
>

/**
 * Makes the refetches of an infinite query heed the budget. TanStack Query has one behavior for its pages, so
 * `budgetBehavior` cannot look at them, and the refetches of an interval go as if asked for.
 */
export function refetchInBudget(
  client: Bando,
  queryClient: QueryClient,
  options: { readonly queryKey: QueryKey },
  reserve: number | undefined,
): Record<keyof Refetches, Decide> {
  const defaulted = queryClient.defaultQueryOptions(options) as Refetches
  const within =
    (name: keyof Refetches): Decide =>
    (query) => {
      const asked = defaulted[name] ?? true
      const wanted = typeof asked === 'function' ? asked(query as never) : asked
      if (wanted === false || query.state.data === undefined) return wanted
      if (!mayRefetch(client, reserve)) return false
      markBackground(query)
      return wanted
    }
  return {
    refetchOnMount: within('refetchOnMount'),
    refetchOnReconnect: within('refetchOnReconnect'),
    refetchOnWindowFocus: within('refetchOnWindowFocus'),
  }
}
