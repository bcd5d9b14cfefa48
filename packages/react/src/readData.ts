import type { Bando } from '@bando/core'
import type { QueryClient } from '@tanstack/react-query'
import { toAnswer } from './BandoAnswer.ts'
import type { Fetch } from './budgetBehavior.ts'
import type { CallOptions } from './CallOptions.ts'

/** How a query function was called. */
export interface Run {
  readonly client: QueryClient
  readonly signal: AbortSignal
}

/**
 * Reads, as a query function does. The query is the call's key, so that `useBandoWait` finds the call; the call becomes urgent
 * when a component that shows the query mounts.
 */
export async function readData(
  client: Bando,
  path: string,
  options: CallOptions,
  { client: queryClient, signal, query, priority }: Run & Partial<Fetch>,
): Promise<unknown> {
  const stop = queryClient.getQueryCache().subscribe((event) => {
    if (event.type === 'observerAdded' && event.query === query) client.raise(query, 'high')
  })
  // The client refuses an option that is not its own, and these stand among those of TanStack Query.
  const call: Record<string, unknown> = { priority, key: query, signal }
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
