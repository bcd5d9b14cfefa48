'use client'

import type { Bando, BandoError } from '@bando/core'
import type { UseSuspenseQueryResult } from '@tanstack/react-query'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Answered } from './BandoAnswer.ts'
import type { BandoQueryOptions, DataOf, ReadOptionsOf } from './bandoQueryOptions.ts'
import { bandoQueryOptions } from './bandoQueryOptions.ts'
import type { NeedyPath, PlainPath, UndescribedPath } from './described.ts'
import type { SelectedOf, Whole } from './Selected.ts'
import { useBandoClient } from './useBandoClient.ts'
import { suspendWatched } from './suspendWatched.ts'

/**
 * The options of a read, and the options of `useSuspenseQuery` without the key and the function.
 */
export type BandoSuspenseQueryOptions<
  Data = unknown,
  Selected = Data,
  WithHeaders extends boolean = false,
> = Omit<BandoQueryOptions<Data, Selected, WithHeaders>, NotSuspense>

type NotSuspense = 'enabled' | 'throwOnError' | 'placeholderData'

/**
 * Reads as `useBandoQuery` does, below a `<Suspense>` and an error boundary, so `data` is always
 * defined. The call leaves the queue within a second after the user leaves the suspended screen.
 * @example const { data } = useBandoSuspenseQuery('/coolness', { query: { of: 'Berlin' } })
 */
export function useBandoSuspenseQuery<
  Path extends PlainPath<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = Answered<Data, WithHeaders>,
>(
  path: Path,
  options?: Omit<ReadOptionsOf<Path, Data, Selected, WithHeaders>, NotSuspense>,
  client?: Bando,
): UseSuspenseQueryResult<Selected, BandoError>
export function useBandoSuspenseQuery<
  Path extends NeedyPath<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = Answered<Data, WithHeaders>,
>(
  path: Path,
  options: Omit<ReadOptionsOf<Path, Data, Selected, WithHeaders>, NotSuspense>,
  client?: Bando,
): UseSuspenseQueryResult<Selected, BandoError>
export function useBandoSuspenseQuery<
  Data = unknown,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  path: UndescribedPath<'GET', Path>,
  options?: BandoSuspenseQueryOptions<Data, Selected, WithHeaders>,
  client?: Bando,
): UseSuspenseQueryResult<SelectedOf<Selected, Answered<Data, WithHeaders>>, BandoError>
export function useBandoSuspenseQuery(
  path: string,
  options?: BandoSuspenseQueryOptions,
  given?: Bando,
): UseSuspenseQueryResult<unknown, BandoError> {
  const client = useBandoClient(given)
  const queryClient = useQueryClient()
  const query = bandoQueryOptions(client, path, options)
  const watch = suspendWatched(client, queryClient, [query])
  try {
    return useSuspenseQuery(query)
  } catch (thrown) {
    throw watch(thrown)
  }
}
