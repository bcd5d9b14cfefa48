import type { Bando } from '@bando/core'
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import { isServer } from '@tanstack/react-query'
import { queryOf } from './queryOf.ts'

/** A suspended component is asked to render again this often. */
const askEveryMs = 250

/** A component that did not render as often as this in a row is gone. Two, because a busy page renders late. */
const missedAsks = 2

/** Watches over the queries that nothing but a suspended component waits for. */
interface Watch {
  /** How often components were asked to render since one last did. */
  missed: number
  /** Resolves when components are asked to render again. */
  asked: Promise<void>
  ask: () => void
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
  queryKeys: readonly QueryKey[],
): (thrown: unknown) => unknown {
  // A fetch that began before was begun by somebody else, who may still want it.
  const isOurs = queryKeys.map((key) => (queryOf(queryClient, key)?.state.fetchStatus ?? 'idle') === 'idle')
  return (thrown) => {
    if (isServer || !(thrown instanceof Promise)) return thrown
    const asked = queryKeys.flatMap((key, index) => {
      const query = queryOf(queryClient, key)
      const watch = query && (watches.get(query) ?? (isOurs[index] ? begin(client, query) : undefined))
      if (watch === undefined) return []
      watch.missed = 0
      return [watch.asked]
    })
    return asked.length === 0 ? thrown : Promise.race([thrown, ...asked])
  }
}

function begin(client: Bando, query: Query): Watch {
  const watch: Watch = { missed: 0, ...nextAsk() }
  watches.set(query, watch)
  const timer = setInterval(() => {
    const isOver = query.state.fetchStatus === 'idle' || query.getObserversCount() > 0
    // What was sent is paid for, so its response may as well come into the cache.
    const isToEnd = !isOver && watch.missed >= missedAsks && client.waitOf(query) !== undefined
    if (isToEnd) void query.cancel({ revert: true })
    if (isOver || isToEnd) {
      clearInterval(timer)
      watches.delete(query)
    }
    watch.missed += 1
    watch.ask()
    Object.assign(watch, nextAsk())
  }, askEveryMs)
  return watch
}

function nextAsk(): Pick<Watch, 'asked' | 'ask'> {
  let ask = (): void => {}
  const asked = new Promise<void>((resolve) => {
    ask = resolve
  })
  return { asked, ask }
}
