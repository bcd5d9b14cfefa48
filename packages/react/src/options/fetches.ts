import type { Bando, CallWait, Priority } from '@bando/core'
import type { Query } from '@tanstack/react-query'

/** One fetch of a query. It is the `key` of its calls, so it holds nothing of the query. */
export interface Fetch {
  readonly priority: Priority
}

/** The last fetch of each query. */
export const fetches = new WeakMap<Query, Fetch>()

/** Returns what the call of a query waits for, or `undefined` if it does not wait. */
export function waitOf(client: Bando, query: Query | undefined): CallWait | undefined {
  return query && client.waitOf(fetches.get(query))
}
