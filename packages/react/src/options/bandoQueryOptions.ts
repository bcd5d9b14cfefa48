import type { Bando, BandoError } from '@bando/core'
import type {
  DataTag,
  DefinedInitialDataOptions,
  SkipToken,
  UndefinedInitialDataOptions,
  UnusedSkipTokenOptions,
} from '@tanstack/react-query'
import { skipToken } from '@tanstack/react-query'
import type { Answered } from '../BandoAnswer.ts'
import type { BandoQueryKey } from './bandoQueryKey.ts'
import { bandoQueryKey } from './bandoQueryKey.ts'
import { bandoRetry } from './bandoRetry.ts'
import { bandoRetryDelay } from './bandoRetryDelay.ts'
import { budgetBehavior } from './budgetBehavior.ts'
import type { CallOptions } from './CallOptions.ts'
import type { CallOf, NeedyPath, PathOf, PlainPath, RequestPartsOf, UndescribedPath } from '../described.ts'
import type { Run } from '../hooks/readData.ts'
import { readData } from '../hooks/readData.ts'
import type { SelectedOf, Whole } from '../Selected.ts'

/** The options that the factory sets. */
export type OwnOptions = 'queryKey' | 'queryFn' | 'behavior'

/** The options of `useQuery` without those that the factory sets. */
type HookOptions<Answer, Selected> = Omit<
  UndefinedInitialDataOptions<Answer, BandoError, Selected, BandoQueryKey>,
  OwnOptions
>
type DefinedHookOptions<Answer, Selected> = Omit<
  DefinedInitialDataOptions<Answer, BandoError, Selected, BandoQueryKey>,
  OwnOptions
>

/** The options of a read, and the options of `useQuery` without the key and the function. */
export type BandoQueryOptions<
  Data = unknown,
  Selected = Data,
  WithHeaders extends boolean = false,
> = CallOptions<Data, WithHeaders> & HookOptions<Answered<Data, WithHeaders>, Selected>

/** `BandoQueryOptions` with `initialData`, so `data` is never `undefined`. */
export type DefinedBandoQueryOptions<
  Data = unknown,
  Selected = Data,
  WithHeaders extends boolean = false,
> = CallOptions<Data, WithHeaders> & DefinedHookOptions<Answered<Data, WithHeaders>, Selected>

/** `BandoQueryOptions` of a described path. Its data is the data of the path, or of a schema. */
export type ReadOptionsOf<Path, Data, Selected, WithHeaders extends boolean> = CallOptionsOf<
  Path,
  Data,
  WithHeaders
> &
  HookOptions<Answered<NoInfer<Data>, WithHeaders>, Selected>

/** `ReadOptionsOf` with `initialData`. */
export type DefinedReadOptionsOf<Path, Data, Selected, WithHeaders extends boolean> = CallOptionsOf<
  Path,
  Data,
  WithHeaders
> &
  DefinedHookOptions<Answered<NoInfer<Data>, WithHeaders>, Selected>

/** The options of a read, with the query and the parameters of a described path. */
export type CallOptionsOf<Path, Data, WithHeaders extends boolean> = Omit<
  CallOptions<Data, WithHeaders>,
  'query' | 'params'
> &
  RequestPartsOf<'GET', Path>

/** The data of a described path. */
export type DataOf<Path> = CallOf<'GET', Path>['data']

type Tagged<Answer> = { queryKey: DataTag<BandoQueryKey, Answer, BandoError> }

type Query<Answer, Selected> = UnusedSkipTokenOptions<Answer, BandoError, Selected, BandoQueryKey> &
  Tagged<Answer>
type SkippedQuery<Answer, Selected> = UndefinedInitialDataOptions<
  Answer,
  BandoError,
  Selected,
  BandoQueryKey
> &
  Tagged<Answer>
type DefinedQuery<Answer, Selected> = DefinedInitialDataOptions<Answer, BandoError, Selected, BandoQueryKey> &
  Tagged<Answer>

/**
 * Makes the options of a read, for every hook and method of TanStack Query that takes query
 * options. With `skipToken` as the path, nothing is read.
 * @example
 * const options = { query: { of: 'Berlin' } }
 * queryClient.prefetchQuery(bandoQueryOptions(bando, '/coolness', options))
 */
export function bandoQueryOptions<
  Path extends PathOf<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = Answered<Data, WithHeaders>,
>(
  client: Bando,
  path: Path,
  options: DefinedReadOptionsOf<Path, Data, Selected, WithHeaders>,
): DefinedQuery<Answered<NoInfer<Data>, WithHeaders>, NoInfer<Selected>>
export function bandoQueryOptions<
  Path extends PlainPath<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = Answered<Data, WithHeaders>,
>(
  client: Bando,
  path: Path,
  options?: ReadOptionsOf<Path, Data, Selected, WithHeaders>,
): Query<Answered<NoInfer<Data>, WithHeaders>, NoInfer<Selected>>
export function bandoQueryOptions<
  Path extends NeedyPath<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = Answered<Data, WithHeaders>,
>(
  client: Bando,
  path: Path,
  options: ReadOptionsOf<Path, Data, Selected, WithHeaders>,
): Query<Answered<NoInfer<Data>, WithHeaders>, NoInfer<Selected>>
export function bandoQueryOptions<
  Data = unknown,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  client: Bando,
  path: UndescribedPath<'GET', Path>,
  options: DefinedBandoQueryOptions<Data, Selected, WithHeaders>,
): DefinedQuery<
  Answered<NoInfer<Data>, WithHeaders>,
  SelectedOf<NoInfer<Selected>, Answered<NoInfer<Data>, WithHeaders>>
>
export function bandoQueryOptions<
  Data = unknown,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  client: Bando,
  path: UndescribedPath<'GET', Path>,
  options?: BandoQueryOptions<Data, Selected, WithHeaders>,
): Query<
  Answered<NoInfer<Data>, WithHeaders>,
  SelectedOf<NoInfer<Selected>, Answered<NoInfer<Data>, WithHeaders>>
>
export function bandoQueryOptions<
  Path extends PathOf<'GET'>,
  Data = DataOf<Path>,
  WithHeaders extends boolean = false,
  Selected = Answered<Data, WithHeaders>,
>(
  client: Bando,
  path: Path | SkipToken,
  options?: ReadOptionsOf<Path, Data, Selected, WithHeaders>,
): SkippedQuery<Answered<NoInfer<Data>, WithHeaders>, NoInfer<Selected>>
export function bandoQueryOptions<
  Data = unknown,
  Selected = Whole,
  WithHeaders extends boolean = false,
  Path extends string = string,
>(
  client: Bando,
  path: UndescribedPath<'GET', Path> | SkipToken,
  options?: BandoQueryOptions<Data, Selected, WithHeaders>,
): SkippedQuery<
  Answered<NoInfer<Data>, WithHeaders>,
  SelectedOf<NoInfer<Selected>, Answered<NoInfer<Data>, WithHeaders>>
>
export function bandoQueryOptions(
  client: Bando,
  path: string | SkipToken,
  options: BandoQueryOptions = {},
): object {
  const isKnown = path !== skipToken
  return {
    retry: bandoRetry,
    retryDelay: bandoRetryDelay,
    // TanStack Query and the client each use their own options.
    ...options,
    behavior: budgetBehavior({ client, reserve: options.refetchReserve }),
    // A skipped path reads nothing, so its key has no path.
    queryKey: isKnown ? bandoQueryKey(path, options) : ['bando', '', {}],
    queryFn: isKnown ? (run: Run) => readData(client, path, options, run) : skipToken,
  }
}
