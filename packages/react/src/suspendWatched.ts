import type { Bando } from '@bando/core'
import type { Query, QueryClient } from '@tanstack/react-query'
import { isServer } from '@tanstack/react-query'
import { waitOf } from './fetches.ts'
import type { Keyed } from './queryIn.ts'
import { queryIn } from './queryIn.ts'

/** A suspended component is asked to render again this often. */
const askEveryMs = 250

/** A component that did not render as often as this in a row is gone. Two, because a busy page renders late. */
const missedAsks = 2

/** Watches over a query that nothing but suspended components waits for. */
interface Watch {
  /** How often components were asked to render since one last did. */
  missed: number
  /** Resolves when components are asked to render again. */
  asked?: Promise<void>
}

const watches = new WeakMap<Query, Watch>()

/**
 * Lets a suspended component be missed. React tells nothing of one that is left before it mounted, so its call would keep
 * its place in the queue and be sent for nothing. What the component throws is therefore also resolved now and then: React
 * renders a component again that is still wanted.
 */
export function suspendWatched(
  client: Bando,
  queryClient: QueryClient,
  queries: readonly Keyed[],
): (thrown: unknown) => unknown {
  // A fetch that began before this rendering was begun by another caller, who may still want it.
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
    // What was sent is paid for, so its response may as well come into the cache.
    if (watch.missed++ > missedAsks && waitOf(client, query)) void query.cancel({ revert: true })
    // Over, or shown by a component that mounted.
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
