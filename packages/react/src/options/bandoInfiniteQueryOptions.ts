import type { Bando, BandoError, RequestOptions } from '@bando/core'
import type {
  DataTag,
  DefinedInitialDataInfiniteOptions,
  InfiniteData,
  Query,
  QueryFunctionContext,
  SkipToken,
  UndefinedInitialDataInfiniteOptions,
  UnusedSkipTokenInfiniteOptions,
} from '@tanstack/react-query'
import { skipToken } from '@tanstack/react-query'
import type { Answered } from '../BandoAnswer.ts'
import type { BandoQueryKey } from './bandoQueryKey.ts'
import { bandoQueryKey } from './bandoQueryKey.ts'
import type { DataOf } from './bandoQueryOptions.ts'
import { bandoRetry } from './bandoRetry.ts'
import { bandoRetryDelay } from './bandoRetryDelay.ts'
import { budgetPages, pageRules } from './budgetPages.ts'
import type { CallOptions } from './CallOptions.ts'
import type { CallOf, Part, PathOf, UndescribedPath } from '../described.ts'
import { normalizeQuery } from './normalizeQuery.ts'
import { queryIn } from './queryIn.ts'
import { readData } from '../hooks/readData.ts'
import type { SelectedOf, Whole } from '../Selected.ts'

type OwnOptions = 'queryKey' | 'queryFn' | 'behavior'

/** Options that add a page to the query of a read. */
interface PageOptions<PageParam, Query = RequestOptions['query']> {
  /**
   * Returns the part of `query` that selects one page. Filters belong in `query`, which is part of
   * the key. A page is not part of the key.
   */
  readonly pageQuery: (pageParam: PageParam) => Query
}

/**
 * The options of a read, `pageQuery`, and the options of `useInfiniteQuery` without the key and the
 * function.
 */
export type BandoInfiniteQueryOptions<
  Data = unknown,
  PageParam = unknown,
  Selected = InfiniteData<Data, PageParam>,
  WithHeaders extends boolean = false,
> = CallOptions<Data, WithHeaders> &
  PageOptions<PageParam> &
  Omit<
    UndefinedInitialDataInfiniteOptions<
      Answered<Data, WithHeaders>,
      BandoError,
      Selected,
      BandoQueryKey,
      PageParam
    >,
    OwnOptions
  >

/** `BandoInfiniteQueryOptions` with `initialData`, so `data` is never `undefined`. */
export type DefinedBandoInfiniteQueryOptions<
  Data = unknown,
  PageParam = unknown,
  Selected = InfiniteData<Data, PageParam>,
  WithHeaders extends boolean = false,
> = CallOptions<Data, WithHeaders> &
  PageOptions<PageParam> &
  Omit<
    DefinedInitialDataInfiniteOptions<
      Answered<Data, WithHeaders>,
      BandoError,
      Selected,
      BandoQueryKey,
      PageParam
    >,
    OwnOptions
  >

/** `Options` with the query, the parameters and the page query of a described path. */
export type PagesOf<Path, PageParam, Options> = Omit<Options, 'query' | 'params' | 'pageQuery'> & {
  readonly query?: Partial<NonNullable<CallOf<'GET', Path>['query']>> | undefined
} & Part<'params', CallOf<'GET', Path>['params']> &
  PageOptions<PageParam, Partial<NonNullable<CallOf<'GET', Path>['query']>>>

type Tagged<Answer, PageParam> = {
  queryKey: DataTag<BandoQueryKey, InfiniteData<Answer, PageParam>, BandoError>
}
type Pages<Answer, Selected, PageParam> = UnusedSkipTokenInfiniteOptions<
  Answer,
  BandoError,
  Selected,
  BandoQueryKey,
  PageParam
> &
  Tagged<Answer, PageParam>
type SkippedPages<Answer, Selected, PageParam> = UndefinedInitialDataInfiniteOptions<
  Answer,
  BandoError,
  Selected,
  BandoQueryKey,
  PageParam
> &
  Tagged<Answer, PageParam>
type DefinedPages<Answer, Selected, PageParam> = DefinedInitialDataInfiniteOptions<
  Answer,
  BandoError,
  Selected,
  BandoQueryKey,
  PageParam
> &
  Tagged<Answer, PageParam>

/**
 * Makes the options of a read by pages, for every hook and method of TanStack Query that takes
 * infinite query options. Each page is a separate call. With `skipToken` as the path, nothing is
 * read.
 * @example
 * useInfiniteQuery(
 *   bandoInfiniteQueryOptions<Page, number>(bando, '/pages', {
 *     pageQuery: (page) => ({ page }),
 *     initialPageParam: 1,
 *     getNextPageParam: (page) => page.next,
 *   }),
 * )
 */
export function bandoInfiniteQueryOptions<
  Path extends PathOf<'GET'>,
  PageParam,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = InfiniteData<Answered<Data, WithHeaders>, PageParam>,
>(
  client: Bando,
  path: Path,
  options: PagesOf<Path, PageParam, DefinedBandoInfiniteQueryOptions<Data, PageParam, Selected, WithHeaders>>,
): DefinedPages<Answered<Data, WithHeaders>, Selected, PageParam>
export function bandoInfiniteQueryOptions<
  Path extends PathOf<'GET'>,
  PageParam,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = InfiniteData<Answered<Data, WithHeaders>, PageParam>,
>(
  client: Bando,
  path: Path,
  options: PagesOf<Path, PageParam, BandoInfiniteQueryOptions<Data, PageParam, Selected, WithHeaders>>,
): Pages<Answered<Data, WithHeaders>, Selected, PageParam>
export function bandoInfiniteQueryOptions<
  Data,
  PageParam,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  client: Bando,
  path: UndescribedPath<'GET', Path>,
  options: DefinedBandoInfiniteQueryOptions<Data, PageParam, Selected, WithHeaders>,
): DefinedPages<
  Answered<Data, WithHeaders>,
  SelectedOf<Selected, InfiniteData<Answered<Data, WithHeaders>, PageParam>>,
  PageParam
>
export function bandoInfiniteQueryOptions<
  Data,
  PageParam,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  client: Bando,
  path: UndescribedPath<'GET', Path>,
  options: BandoInfiniteQueryOptions<Data, PageParam, Selected, WithHeaders>,
): Pages<
  Answered<Data, WithHeaders>,
  SelectedOf<Selected, InfiniteData<Answered<Data, WithHeaders>, PageParam>>,
  PageParam
>
export function bandoInfiniteQueryOptions<
  Path extends PathOf<'GET'>,
  PageParam,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = InfiniteData<Answered<Data, WithHeaders>, PageParam>,
>(
  client: Bando,
  path: Path | SkipToken,
  options: PagesOf<Path, PageParam, BandoInfiniteQueryOptions<Data, PageParam, Selected, WithHeaders>>,
): SkippedPages<Answered<Data, WithHeaders>, Selected, PageParam>
export function bandoInfiniteQueryOptions<
  Data,
  PageParam,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  client: Bando,
  path: UndescribedPath<'GET', Path> | SkipToken,
  options: BandoInfiniteQueryOptions<Data, PageParam, Selected, WithHeaders>,
): SkippedPages<
  Answered<Data, WithHeaders>,
  SelectedOf<Selected, InfiniteData<Answered<Data, WithHeaders>, PageParam>>,
  PageParam
>
export function bandoInfiniteQueryOptions(
  client: Bando,
  path: string | SkipToken,
  options: BandoInfiniteQueryOptions,
): object {
  const { enabled, pageQuery, refetchReserve: reserve } = options
  const isKnown = path !== skipToken
  const [scope, keyPath, details] = bandoQueryKey(isKnown ? path : '', options)
  const readPage = (run: QueryFunctionContext): Promise<unknown> => {
    const query = queryIn(run.client, run)
    if (query) budgetPages(query)
    const pageOptions = {
      ...options,
      query: { ...normalizeQuery(options.query), ...normalizeQuery(pageQuery(run.pageParam)) },
    }
    return readData(client, path as string, pageOptions, run)
  }
  pageRules.set(readPage, { client, reserve })
  return {
    retry: bandoRetry,
    retryDelay: bandoRetryDelay,
    ...options,
    // TanStack Query calls this before a component's first fetch, so no fetch is missed.
    enabled: (query: Parameters<Exclude<typeof enabled, boolean | undefined>>[0]) => {
      budgetPages(query as unknown as Query)
      return (typeof enabled === 'function' ? enabled(query) : enabled) ?? true
    },
    // Differs from the key of a plain read of the same path, whose data has another shape.
    queryKey: [scope, isKnown ? keyPath : '', { ...details, infinite: true }],
    queryFn: isKnown ? readPage : skipToken,
  }
}
