'use client'

import type { Bando } from '@bando/core'
import { usePrefetchQuery } from '@tanstack/react-query'
import type { BandoQueryOptions } from '../options/bandoQueryOptions.ts'
import { bandoQueryOptions } from '../options/bandoQueryOptions.ts'
import type { ReadHook } from './ReadHook.ts'
import { useBandoClient } from './useBandoClient.ts'

/** The options of a read, and the options of TanStack Query for its fetch. */
export type PrefetchBandoQueryOptions<Data = unknown, WithHeaders extends boolean = false> = Omit<
  BandoQueryOptions<Data, Data, WithHeaders>,
  NotPrefetch
>

type NotPrefetch = 'select' | 'enabled' | 'placeholderData' | 'throwOnError'

/**
 * Reads at normal priority what a component below will show. When that component mounts, the call
 * gets high priority.
 * @example usePrefetchBandoQuery('/coolness', { query: { of: 'Berlin' } })
 */
export const usePrefetchBandoQuery: ReadHook<'prefetch', never, NotPrefetch> = (
  path: string,
  options?: PrefetchBandoQueryOptions,
  client?: Bando,
) => {
  usePrefetchQuery(bandoQueryOptions(useBandoClient(client), path, { priority: 'normal', ...options }))
}
