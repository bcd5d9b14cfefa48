'use client'

import type { Bando, BandoError } from '@bando/core'
import type { DefinedUseQueryResult, SkipToken, UseQueryResult } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import type { Answered } from './BandoAnswer.ts'
import type {
  BandoQueryOptions,
  DataOf,
  DefinedBandoQueryOptions,
  DefinedReadOptionsOf,
  ReadOptionsOf,
} from './bandoQueryOptions.ts'
import { bandoQueryOptions } from './bandoQueryOptions.ts'
import type { NeedyPath, PathOf, PlainPath, UndescribedPath } from './described.ts'
import type { SelectedOf, Whole } from './Selected.ts'
import { useBandoClient } from './useBandoClient.ts'

/**
 * Reads `path` and keeps the response, as `useQuery` does. The call waits for the budget, and
 * leaves the queue when the component unmounts.
 * @example const { data } = useBandoQuery('/coolness', { query: { of: 'Berlin' } })
 */
export function useBandoQuery<
  Path extends PathOf<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = Answered<Data, WithHeaders>,
>(
  path: Path,
  options: DefinedReadOptionsOf<Path, Data, Selected, WithHeaders>,
  client?: Bando,
): DefinedUseQueryResult<Selected, BandoError>
export function useBandoQuery<
  Path extends PlainPath<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = Answered<Data, WithHeaders>,
>(
  path: Path | SkipToken,
  options?: ReadOptionsOf<Path, Data, Selected, WithHeaders>,
  client?: Bando,
): UseQueryResult<Selected, BandoError>
export function useBandoQuery<
  Path extends NeedyPath<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = Answered<Data, WithHeaders>,
>(
  path: Path | SkipToken,
  options: ReadOptionsOf<Path, Data, Selected, WithHeaders>,
  client?: Bando,
): UseQueryResult<Selected, BandoError>
export function useBandoQuery<
  Data = unknown,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  path: UndescribedPath<'GET', Path>,
  options: DefinedBandoQueryOptions<Data, Selected, WithHeaders>,
  client?: Bando,
): DefinedUseQueryResult<SelectedOf<Selected, Answered<Data, WithHeaders>>, BandoError>
export function useBandoQuery<
  Data = unknown,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  path: UndescribedPath<'GET', Path> | SkipToken,
  options?: BandoQueryOptions<Data, Selected, WithHeaders>,
  client?: Bando,
): UseQueryResult<SelectedOf<Selected, Answered<Data, WithHeaders>>, BandoError>
export function useBandoQuery(
  path: string | SkipToken,
  options?: BandoQueryOptions,
  client?: Bando,
): UseQueryResult<unknown, BandoError> {
  return useQuery(bandoQueryOptions(useBandoClient(client), path, options))
}
