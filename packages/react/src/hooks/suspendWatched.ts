import type { Bando } from '@bando/core'
import type { Query, QueryClient } from '@tanstack/react-query'
import { isServer } from '@tanstack/react-query'
import { waitOf } from '../options/fetches.ts'
import type { Keyed } from '../options/queryIn.ts'
import { queryIn } from '../options/queryIn.ts'

/** The time in ms after which a suspended component is asked to render again. */
const askEveryMs = 250

/** The number of asks that a component may miss. It is two, because a busy page renders late. */
const missedAsks = 2

/** The state of a query that only suspended components wait for. */
interface Watch {
  /** The number of asks since a component last rendered. */
  missed: number
  /** Resolves when components are asked to render again. */
  asked?: Promise<void>
}

const watches = new WeakMap<Query, Watch>()

/**
 * Cancels the call of a suspended component that was left. React does not report that a component
 * was left before it mounted, so its call would be sent for nothing. Therefore the thrown promise
 * also resolves at intervals. React then renders every component that is still needed.
 */
export function suspendWatched(
  client: Bando,
  queryClient: QueryClient,
  queries: readonly Keyed[],
): (thrown: unknown) => unknown {
  // Another caller began a fetch that is older than this rendering, and may still need it.
  const ours = new Set(queries.filter((each) => queryIn(queryClient, each)?.state.fetchStatus !== 'fetching'))
  return (thrown) => {
    if (isServer || !(thrown instanceof Promise)) return thrown
    const asks = queries.map((each) => {
      const query = queryIn(queryClient, each) as Query
      if (!watches.has(query) && ours.has(each)) begin(client, query)
      const watch = watches.get(query)
      if (watch) watch.missed = 0
      return watch?.asked ?? thrown
    })
    return Promise.race([thrown, ...asks])
  }
}

function begin(client: Bando, query: Query): void {
  const watch: Watch = { missed: 0 }
  const ask = (): void => {
    // A request that was sent is spent, so its response still goes into the cache.
    if (watch.missed++ > missedAsks && waitOf(client, query)) void query.cancel({ revert: true })
    // The fetch is over, or a mounted component shows the query.
    if (query.state.fetchStatus === 'idle' || query.getObserversCount()) watches.delete(query)
    else
      watch.asked = new Promise((resolve) =>
        setTimeout(() => {
          ask()
          resolve()
        }, askEveryMs),
      )
  }
  watches.set(query, watch)
  ask()
}
