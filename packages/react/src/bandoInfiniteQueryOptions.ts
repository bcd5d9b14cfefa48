import type { Bando, BandoError, RequestOptions } from '@bando/core'
import type { InfiniteData, UseInfiniteQueryOptions } from '@tanstack/react-query'
import type { BandoQueryKey } from './bandoQueryKey.ts'
import { bandoQueryKey } from './bandoQueryKey.ts'
import { bandoRetry } from './bandoRetry.ts'
import { bandoRetryDelay } from './bandoRetryDelay.ts'
import type { CallOptions } from './CallOptions.ts'
import { splitOptions } from './CallOptions.ts'
import { normalizeQuery } from './normalizeQuery.ts'
import { readData } from './readData.ts'

/** A read's own options, `pageQuery`, and all of `useInfiniteQuery`'s but the key and the function. */
export type BandoInfiniteQueryOptions<
  Data,
  PageParam,
  Selected = InfiniteData<Data, PageParam>,
> = CallOptions<Data> &
  Omit<
    UseInfiniteQueryOptions<Data, BandoError, Selected, BandoQueryKey, PageParam>,
    'queryKey' | 'queryFn'
  > & {
    /** What one page adds to `query`. Filters belong into `query`, which stands in the key; this does not. */
    readonly pageQuery: (pageParam: PageParam) => RequestOptions['query']
  }

/** A read page by page for `useInfiniteQuery` and its kin. Each page takes its own place in the budget. */
export function bandoInfiniteQueryOptions<Data, PageParam, Selected = InfiniteData<Data, PageParam>>(
  client: Bando,
  path: string,
  options: BandoInfiniteQueryOptions<Data, PageParam, Selected>,
): UseInfiniteQueryOptions<Data, BandoError, Selected, BandoQueryKey, PageParam> {
  const { call, rest } = splitOptions(options)
  const { pageQuery, ...infinite } = rest
  const [scope, keyPath, details] = bandoQueryKey(path, call)
  return {
    retry: bandoRetry,
    retryDelay: bandoRetryDelay,
    ...infinite,
    // Apart from the plain read of the same path, whose data has another shape.
    queryKey: [scope, keyPath, { ...details, infinite: true }],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...normalizeQuery(call.query), ...normalizeQuery(pageQuery(pageParam as PageParam)) }
      return readData<Data>(client, path, { ...call, query }, signal)
    },
  }
}
