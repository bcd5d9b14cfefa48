'use client'

import type { Bando, BandoError } from '@bando/core'
import type { DefinedUseQueryResult, SkipToken } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import type { Answered } from '../BandoAnswer.ts'
import type {
  BandoQueryOptions,
  DataOf,
  DefinedBandoQueryOptions,
  DefinedReadOptionsOf,
} from '../options/bandoQueryOptions.ts'
import { bandoQueryOptions } from '../options/bandoQueryOptions.ts'
import type { PathOf, UndescribedPath } from '../described.ts'
import type { ReadHook } from './ReadHook.ts'
import type { SelectedOf, Whole } from '../Selected.ts'
import { useBandoClient } from './useBandoClient.ts'

/** The signatures of `useBandoQuery` with `initialData`, with which `data` is always defined. */
interface DefinedReadHook {
  <
    Path extends PathOf<'GET'>,
    Data = DataOf<Path>,
    WithHeaders extends boolean = false,
    Selected = Answered<Data, WithHeaders>,
  >(
    path: Path,
    options: DefinedReadOptionsOf<Path, Data, Selected, WithHeaders>,
    client?: Bando,
  ): DefinedUseQueryResult<Selected, BandoError>
  <Data = unknown, Selected = Whole, WithHeaders extends boolean = false, Path extends string = string>(
    path: UndescribedPath<'GET', Path>,
    options: DefinedBandoQueryOptions<Data, Selected, WithHeaders>,
    client?: Bando,
  ): DefinedUseQueryResult<SelectedOf<Selected, Answered<Data, WithHeaders>>, BandoError>
}

/**
 * Reads `path` and keeps the response, as `useQuery` does. The call waits for the budget, and
 * leaves the queue when the component unmounts.
 * @example const { data } = useBandoQuery('/coolness', { query: { of: 'Berlin' } })
 */
export const useBandoQuery: DefinedReadHook & ReadHook<'query', SkipToken, never> = (
  path: string | SkipToken,
  options?: BandoQueryOptions,
  client?: Bando,
) =>
  useQuery(bandoQueryOptions(useBandoClient(client), path, options)) as DefinedUseQueryResult<
    unknown,
    BandoError
  >
