'use client'

import type { Bando, CallWait } from '@bando/core'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { hashKey, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { isSame } from './isSame.ts'
import { queryOf } from './queryOf.ts'
import { useBandoClient } from './useBandoClient.ts'
import type { Source } from './useSelected.ts'
import { useSelected } from './useSelected.ts'

/**
 * Returns what the call of a query waits for and when it can be sent, or `undefined` if it does not wait.
 * @example const wait = useBandoWait(bandoQueryKey('/coolness', { query: { of: 'Berlin' } }))
 */
export function useBandoWait(queryKey: QueryKey, given?: Bando): CallWait | undefined {
  const client = useBandoClient(given)
  const queryClient = useQueryClient()
  const hash = hashKey(queryKey)
  const source = useMemo(
    () => waits(client, queryClient, JSON.parse(hash) as QueryKey),
    [client, queryClient, hash],
  )
  return useSelected(source, whole, isSame)
}

function waits(client: Bando, queryClient: QueryClient, queryKey: QueryKey): Source<CallWait | undefined> {
  let last: CallWait | undefined
  const read = (): CallWait | undefined => {
    const query = queryOf(queryClient, queryKey)
    const next = query && client.waitOf(query)
    if (!isSame(last, next)) last = next
    return last
  }
  return {
    subscribe(listener) {
      const stops = [
        client.subscribe(listener),
        // A call may take the place of another, so that the state of the queue stays as it was. It waits after this event.
        client.on('wait', () => queueMicrotask(listener)),
        client.on('request', () => queueMicrotask(listener)),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    read,
    readOnServer: () => undefined,
  }
}

function whole(wait: CallWait | undefined): CallWait | undefined {
  return wait
}
