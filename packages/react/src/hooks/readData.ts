import type { Bando } from '@bando/core'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { toAnswer } from '../BandoAnswer.ts'
import type { CallOptions } from '../options/CallOptions.ts'
import { fetches } from '../options/fetches.ts'
import { queryIn } from '../options/queryIn.ts'

/** The context in which TanStack Query calls a query function. */
export interface Run {
  readonly client: QueryClient
  readonly queryKey: QueryKey
  readonly signal: AbortSignal
}

/**
 * Reads, as a query function. The call gets high priority when a component mounts that shows the
 * query.
 */
export async function readData(
  client: Bando,
  path: string,
  options: CallOptions,
  { client: queryClient, queryKey, signal }: Run,
): Promise<unknown> {
  const query = queryIn(queryClient, { queryKey })
  const fetch = query && fetches.get(query)
  const stop = queryClient.getQueryCache().subscribe((event) => {
    if (event.type === 'observerAdded' && event.query === query) client.raise(fetch, 'high')
  })
  // Picks the client's options, because the client refuses those of TanStack Query.
  const call: Record<string, unknown> = { ...fetch, key: fetch, signal }
  for (const name of names) call[name] = options[name] ?? call[name]
  try {
    return toAnswer(await client.get(path, call), options.withHeaders)
  } finally {
    stop()
  }
}

const names = [
  'query',
  'params',
  'priority',
  'maxWaitMs',
  'timeoutMs',
  'deadlineMs',
  'maxBodyBytes',
  'whenLocked',
  'schema',
] as const
