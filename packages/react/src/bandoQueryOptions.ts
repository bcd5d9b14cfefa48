import type { Bando, BandoError } from '@bando/core'
import type { DataTag, SkipToken, UseQueryOptions } from '@tanstack/react-query'
import { skipToken } from '@tanstack/react-query'
import type { BandoQueryKey } from './bandoQueryKey.ts'
import { bandoQueryKey } from './bandoQueryKey.ts'
import { bandoRetry } from './bandoRetry.ts'
import { bandoRetryDelay } from './bandoRetryDelay.ts'
import type { CallOptions } from './CallOptions.ts'
import { splitOptions } from './CallOptions.ts'
import { readData } from './readData.ts'

/** A read's own options, and all of `useQuery`'s but the key and the function. */
export type BandoQueryOptions<Data, Selected = Data> = CallOptions<Data> &
  Omit<UseQueryOptions<Data, BandoError, Selected, BandoQueryKey>, 'queryKey' | 'queryFn'>

/** What `bandoQueryOptions` returns: its key knows the type of its data. */
export type BandoQuery<Data, Selected = Data> = UseQueryOptions<Data, BandoError, Selected, BandoQueryKey> & {
  queryKey: DataTag<BandoQueryKey, Data, BandoError>
}

/**
 * A read for `useQuery`, `prefetchQuery`, `ensureQueryData` or a loader. `skipToken` as the path: not yet.
 * @example queryClient.prefetchQuery(bandoQueryOptions(bando, '/coolness', { query: { of: 'Berlin' } }))
 */
export function bandoQueryOptions<Data = unknown, Selected = Data>(
  client: Bando,
  path: string | SkipToken,
  options: BandoQueryOptions<Data, Selected> = {},
): BandoQuery<Data, Selected> {
  const { call, rest } = splitOptions(options)
  return {
    retry: bandoRetry,
    retryDelay: bandoRetryDelay,
    ...rest,
    queryKey: bandoQueryKey(path === skipToken ? '/' : path, call),
    queryFn: path === skipToken ? skipToken : ({ signal }) => readData<Data>(client, path, call, signal),
  } as BandoQuery<Data, Selected>
}
