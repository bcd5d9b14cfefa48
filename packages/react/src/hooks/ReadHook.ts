import type { Bando, BandoError } from '@bando/core'
import type { UseQueryResult, UseSuspenseQueryResult } from '@tanstack/react-query'
import type { Answered } from '../BandoAnswer.ts'
import type { BandoQueryOptions, DataOf, ReadOptionsOf } from '../options/bandoQueryOptions.ts'
import type { NeedyPath, PlainPath, UndescribedPath } from '../described.ts'
import type { SelectedOf, Whole } from '../Selected.ts'

/** The result of each kind of read hook. */
interface Results<Data> {
  readonly query: UseQueryResult<Data, BandoError>
  readonly suspense: UseSuspenseQueryResult<Data, BandoError>
  readonly prefetch: void
}

/**
 * The signatures of a hook that reads a path. `Skip` is what the path may be instead. `Omitted`
 * are the options that the hook does not accept.
 */
export interface ReadHook<Kind extends keyof Results<unknown>, Skip, Omitted extends PropertyKey> {
  <
    Path extends PlainPath<'GET'>,
    Data = DataOf<Path>,
    WithHeaders extends boolean = false,
    Selected = Answered<Data, WithHeaders>,
  >(
    path: Path | Skip,
    options?: Omit<ReadOptionsOf<Path, Data, Selected, WithHeaders>, Omitted>,
    client?: Bando,
  ): Results<Selected>[Kind]
  <
    Path extends NeedyPath<'GET'>,
    Data = DataOf<Path>,
    WithHeaders extends boolean = false,
    Selected = Answered<Data, WithHeaders>,
  >(
    path: Path | Skip,
    options: Omit<ReadOptionsOf<Path, Data, Selected, WithHeaders>, Omitted>,
    client?: Bando,
  ): Results<Selected>[Kind]
  <Data = unknown, Selected = Whole, WithHeaders extends boolean = false, Path extends string = string>(
    path: UndescribedPath<'GET', Path> | Skip,
    options?: Omit<BandoQueryOptions<Data, Selected, WithHeaders>, Omitted>,
    client?: Bando,
  ): Results<SelectedOf<Selected, Answered<Data, WithHeaders>>>[Kind]
}
