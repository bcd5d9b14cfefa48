'use client'

import type { Bando, BandoError } from '@bando/core'
import type { SkipToken, UseQueryResult } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import type { BandoQueryOptions } from './bandoQueryOptions.ts'
import { bandoQueryOptions } from './bandoQueryOptions.ts'
import { useBandoClient } from './useBandoClient.ts'

/**
 * Reads `path`, and keeps the answer as `useQuery` does. Waits for the budget instead of being refused; unmounting gives
 * its place in the queue free.
 * @example const { data } = useBandoQuery<{ coolness: number }>('/coolness', { query: { of: 'Berlin' } })
 */
export function useBandoQuery<Data = unknown, Selected = Data>(
  path: string | SkipToken,
  options?: BandoQueryOptions<Data, Selected>,
  client?: Bando,
): UseQueryResult<Selected, BandoError> {
  return useQuery(bandoQueryOptions<Data, Selected>(useBandoClient(client), path, options))
}
