import type { Bando } from '@bando/core'
import type { CallOptions } from './CallOptions.ts'

/** Reads as a query function does: `null` where the answer has no body, since TanStack Query takes `undefined` for a mistake. */
export async function readData<Data>(
  client: Bando,
  path: string,
  call: CallOptions<Data>,
  signal: AbortSignal,
): Promise<Data> {
  // The account stands in the query key alone.
  const { account: _, ...options } = call
  const { data } = await client.get<Data | undefined>(path, { ...options, signal })
  return (data ?? null) as Data
}
