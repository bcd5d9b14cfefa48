import type { Bando } from '@bando/core'
import type { CallOptions } from './CallOptions.ts'

/** Reads as a query function does: `null` where the answer has no body, since TanStack Query takes `undefined` for a mistake. */
export async function readData<Data>(
  client: Bando,
  path: string,
  call: CallOptions,
  signal: AbortSignal,
): Promise<Data> {
  // StrictMode mounts, unmounts and mounts again within one turn: the first must not spend a request.
  await Promise.resolve()
  signal.throwIfAborted()
  const { data } = await client.get<Data | undefined>(path, { ...call, signal })
  return (data ?? null) as Data
}
