'use client'

import type { Bando, BandoError } from '@bando/core'
import type {
  DefinedUseInfiniteQueryResult,
  InfiniteData,
  SkipToken,
  UseInfiniteQueryResult,
} from '@tanstack/react-query'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Answered } from '../BandoAnswer.ts'
import type {
  BandoInfiniteQueryOptions,
  DefinedBandoInfiniteQueryOptions,
  PagesOf,
} from '../options/bandoInfiniteQueryOptions.ts'
import { bandoInfiniteQueryOptions } from '../options/bandoInfiniteQueryOptions.ts'
import type { DataOf } from '../options/bandoQueryOptions.ts'
import type { PathOf, UndescribedPath } from '../described.ts'
import type { SelectedOf, Whole } from '../Selected.ts'
import { useBandoClient } from './useBandoClient.ts'

/**
 * Reads page by page. A refetch reads every page again; `maxPages` limits their number.
 * @example useBandoInfiniteQuery<Page, number>('/pages', {
 *   pageQuery: (page) => ({ page }),
 *   initialPageParam: 1,
 *   getNextPageParam: (page) => page.next,
 * })
 */
export function useBandoInfiniteQuery<
  Path extends PathOf<'GET'>,
  PageParam,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = InfiniteData<Answered<Data, WithHeaders>, PageParam>,
>(
  path: Path,
  options: PagesOf<Path, PageParam, DefinedBandoInfiniteQueryOptions<Data, PageParam, Selected, WithHeaders>>,
  client?: Bando,
): DefinedUseInfiniteQueryResult<Selected, BandoError>
export function useBandoInfiniteQuery<
  Path extends PathOf<'GET'>,
  PageParam,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = InfiniteData<Answered<Data, WithHeaders>, PageParam>,
>(
  path: Path | SkipToken,
  options: PagesOf<Path, PageParam, BandoInfiniteQueryOptions<Data, PageParam, Selected, WithHeaders>>,
  client?: Bando,
): UseInfiniteQueryResult<Selected, BandoError>
export function useBandoInfiniteQuery<
  Data,
  PageParam,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  path: UndescribedPath<'GET', Path>,
  options: DefinedBandoInfiniteQueryOptions<Data, PageParam, Selected, WithHeaders>,
  client?: Bando,
): DefinedUseInfiniteQueryResult<
  SelectedOf<Selected, InfiniteData<Answered<Data, WithHeaders>, PageParam>>,
  BandoError
>
export function useBandoInfiniteQuery<
  Data,
  PageParam,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  path: UndescribedPath<'GET', Path> | SkipToken,
  options: BandoInfiniteQueryOptions<Data, PageParam, Selected, WithHeaders>,
  client?: Bando,
): UseInfiniteQueryResult<
  SelectedOf<Selected, InfiniteData<Answered<Data, WithHeaders>, PageParam>>,
  BandoError
>
export function useBandoInfiniteQuery(
  path: string | SkipToken,
  options: BandoInfiniteQueryOptions,
  client?: Bando,
): UseInfiniteQueryResult<unknown, BandoError> {
  return useInfiniteQuery(bandoInfiniteQueryOptions(useBandoClient(client), path, options))
}
