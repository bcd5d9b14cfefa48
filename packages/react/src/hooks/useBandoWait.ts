'use client'

import type { Bando, CallWait } from '@bando/core'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { replaceEqualDeep, useQueryClient } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { waitOf } from '../options/fetches.ts'
import { useBandoClient } from './useBandoClient.ts'

/**
 * Returns the reason for which the call of a query waits, and the time at which it can be sent.
 * Returns `undefined` if the call does not wait.
 * @example const wait = useBandoWait(bandoQueryKey('/coolness', { query: { of: 'Berlin' } }))
 */
export function useBandoWait(queryKey: QueryKey, given?: Bando): CallWait | undefined {
  const client = useBandoClient(given)
  const queryClient = useQueryClient()
  const { queryHash } = queryClient.defaultQueryOptions({ queryKey })
  const { subscribe, read } = useMemo(
    () => waits(client, queryClient, queryHash),
    [client, queryClient, queryHash],
  )
  return useSyncExternalStore(subscribe, read, () => undefined)
}

interface Waits {
  readonly subscribe: (listener: () => void) => () => void
  readonly read: () => CallWait | undefined
}

function waits(client: Bando, queryClient: QueryClient, queryHash: string): Waits {
  let last: CallWait | undefined
  return {
    subscribe: (listener) => {
      const stop = client.subscribe(listener)
      // One call may replace another, so that the state of the queue stays equal. A call waits
      // once its event is over.
      const stopWaits = client.on('wait', () => queueMicrotask(listener))
      return () => {
        stop()
        stopWaits()
      }
    },
    read: () => {
      last = replaceEqualDeep(last, waitOf(client, queryClient.getQueryCache().get(queryHash)))
      return last
    },
  }
}
