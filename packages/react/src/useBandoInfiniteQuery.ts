'use client'

import type { Bando, BandoError } from '@bando/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { BandoInfiniteQueryOptions } from './bandoInfiniteQueryOptions.ts'
import { bandoInfiniteQueryOptions } from './bandoInfiniteQueryOptions.ts'
import { useBandoClient } from './useBandoClient.ts'

/**
 * Reads page by page. A refetch asks for every page again: `maxPages` bounds what that costs.
 * @example useBandoInfiniteQuery<Page, number>('/api/v1/products/grouped/', {
 *   pageQuery: (page) => ({ page }),
 *   initialPageParam: 1,
 *   getNextPageParam: (page) => page.next,
 * })
 */
export function useBandoInfiniteQuery<Data, PageParam, Selected = InfiniteData<Data, PageParam>>(
  path: string,
  options: BandoInfiniteQueryOptions<Data, PageParam, Selected>,
  client?: Bando,
): UseInfiniteQueryResult<Selected, BandoError> {
  return useInfiniteQuery(bandoInfiniteQueryOptions(useBandoClient(client), path, options))
}
