import type { Bando, RequestOptions } from '@bando/core'
import type { QueryFunctionContext } from '@tanstack/react-query'
import { toAnswer } from './BandoAnswer.ts'
import { priorityOf } from './budgetBehavior.ts'
import type { CallOptions } from './CallOptions.ts'
import { queryOf } from './queryOf.ts'
import { raiseOnMount } from './raiseOnMount.ts'

/** Reads, as a query function does. The query is the call's key, so that `useBandoWait` finds the call. */
export async function readData(
  client: Bando,
  path: string,
  call: CallOptions & { readonly query?: RequestOptions['query'] },
  { client: queryClient, queryKey, signal }: Pick<QueryFunctionContext, 'client' | 'queryKey' | 'signal'>,
): Promise<unknown> {
  const { withHeaders = false, refetchReserve: _, account: __, ...options } = call
  const query = queryOf(queryClient, queryKey)
  const priority = call.priority ?? priorityOf(query, signal)
  const stop = query && raiseOnMount(client, queryClient, query)
  try {
    return toAnswer(await client.get(path, { ...options, priority, key: query, signal }), withHeaders)
  } finally {
    stop?.()
  }
}
