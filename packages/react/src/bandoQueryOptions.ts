import type { Bando, BandoError } from '@bando/core'
import type {
  DataTag,
  DefinedInitialDataOptions,
  SkipToken,
  UndefinedInitialDataOptions,
  UnusedSkipTokenOptions,
} from '@tanstack/react-query'
import { skipToken } from '@tanstack/react-query'
import type { Answered } from './BandoAnswer.ts'
import type { BandoQueryKey } from './bandoQueryKey.ts'
import { bandoQueryKey } from './bandoQueryKey.ts'
import { bandoRetry } from './bandoRetry.ts'
import { bandoRetryDelay } from './bandoRetryDelay.ts'
import { budgetBehavior } from './budgetBehavior.ts'
import type { CallOptions } from './CallOptions.ts'
import type { CallOf, NeedyPath, PathOf, PlainPath, RequestPartsOf, UndescribedPath } from './described.ts'
import type { Run } from './readData.ts'
import { readData } from './readData.ts'
import type { SelectedOf, Whole } from './Selected.ts'

/** What the factory sets itself. */
export type OwnOptions = 'queryKey' | 'queryFn' | 'behavior'

/** All of `useQuery`'s options but those that the factory sets. */
type HookOptions<Answer, Selected> = Omit<
  UndefinedInitialDataOptions<Answer, BandoError, Selected, BandoQueryKey>,
  OwnOptions
>
type DefinedHookOptions<Answer, Selected> = Omit<
  DefinedInitialDataOptions<Answer, BandoError, Selected, BandoQueryKey>,
  OwnOptions
>

/** A read's own options, and all of `useQuery`'s but the key and the function. */
export type BandoQueryOptions<
  Data = unknown,
  Selected = Data,
  WithHeaders extends boolean = false,
> = CallOptions<Data, WithHeaders> & HookOptions<Answered<Data, WithHeaders>, Selected>

/** `BandoQueryOptions` with `initialData`, so that `data` is never `undefined`. */
export type DefinedBandoQueryOptions<
  Data = unknown,
  Selected = Data,
  WithHeaders extends boolean = false,
> = CallOptions<Data, WithHeaders> & DefinedHookOptions<Answered<Data, WithHeaders>, Selected>

/** `BandoQueryOptions` of a described path: its data is that of the path, or of a schema. */
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

/** A read's own options, with the query and the parameters of a described path. */
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
 * Makes the options of a read, for every hook and method of TanStack Query that takes query options. With `skipToken` as
 * the path it reads nothing yet.
 * @example queryClient.prefetchQuery(bandoQueryOptions(bando, '/coolness', { query: { of: 'Berlin' } }))
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
    // TanStack Query and the client each take their own options of these.
    ...options,
    behavior: budgetBehavior({ client, reserve: options.refetchReserve }),
    // Nothing is read of a path that is not known yet, so its key is that of no path.
    queryKey: isKnown ? bandoQueryKey(path, options) : ['bando', '', {}],
    queryFn: isKnown ? (run: Run) => readData(client, path, options, run) : skipToken,
  }
}
