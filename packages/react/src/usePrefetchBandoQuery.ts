'use client'

import type { Bando } from '@bando/core'
import { usePrefetchQuery } from '@tanstack/react-query'
import type { BandoQueryOptions, DataOf, ReadOptionsOf } from './bandoQueryOptions.ts'
import { bandoQueryOptions } from './bandoQueryOptions.ts'
import type { NeedyPath, PlainPath, UndescribedPath } from './described.ts'
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
export function usePrefetchBandoQuery<
  Path extends PlainPath<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
>(path: Path, options?: Omit<ReadOptionsOf<Path, Data, Data, WithHeaders>, NotPrefetch>, client?: Bando): void
export function usePrefetchBandoQuery<
  Path extends NeedyPath<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
>(path: Path, options: Omit<ReadOptionsOf<Path, Data, Data, WithHeaders>, NotPrefetch>, client?: Bando): void
export function usePrefetchBandoQuery<
  Data = unknown,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  path: UndescribedPath<'GET', Path>,
  options?: PrefetchBandoQueryOptions<Data, WithHeaders>,
  client?: Bando,
): void
export function usePrefetchBandoQuery(
  path: string,
  options?: PrefetchBandoQueryOptions,
  client?: Bando,
): void {
  usePrefetchQuery(bandoQueryOptions(useBandoClient(client), path, { priority: 'normal', ...options }))
}
