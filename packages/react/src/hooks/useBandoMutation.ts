'use client'

import type { Bando, BandoError } from '@bando/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { useMutation } from '@tanstack/react-query'
import type { Answered } from '../BandoAnswer.ts'
import type { BandoMutationOptions, BodyOf, NeedyWriteOf, WriteOf } from '../options/bandoMutationOptions.ts'
import { bandoMutationOptions } from '../options/bandoMutationOptions.ts'
import type { BandoMutationMethod, CallOf, NeedyPath, PlainPath, UndescribedPath } from '../described.ts'
import { useBandoClient } from './useBandoClient.ts'

/**
 * Writes. Each `mutate` is one write, also if it needs several attempts.
 * @example const quote = useBandoMutation('POST', '/api/v1/quotes/')
 */
export function useBandoMutation<
  Method extends BandoMutationMethod,
  Path extends PlainPath<Method>,
  Data = CallOf<Method, Path>['data'],
  Variables = BodyOf<Method, Path>,
  OnMutateResult = unknown,
  WithHeaders extends boolean = false,
>(
  method: Method,
  path: Path,
  options?: WriteOf<
    Method,
    Path,
    Variables,
    BandoMutationOptions<Data, Variables, OnMutateResult, WithHeaders>
  >,
  client?: Bando,
): UseMutationResult<Answered<Data, WithHeaders>, BandoError, Variables, OnMutateResult>
export function useBandoMutation<
  Method extends BandoMutationMethod,
  Path extends NeedyPath<Method>,
  Variables,
  Data = CallOf<Method, Path>['data'],
  OnMutateResult = unknown,
  WithHeaders extends boolean = false,
>(
  method: Method,
  path: Path,
  options: NeedyWriteOf<
    Method,
    Path,
    Variables,
    BandoMutationOptions<Data, Variables, OnMutateResult, WithHeaders>
  >,
  client?: Bando,
): UseMutationResult<Answered<Data, WithHeaders>, BandoError, Variables, OnMutateResult>
export function useBandoMutation<
  Data = unknown,
  Variables = void,
  OnMutateResult = unknown,
  WithHeaders extends boolean = false,
  Method extends BandoMutationMethod = BandoMutationMethod,
  Path extends string = string,
>(
  method: Method,
  path: UndescribedPath<Method, Path>,
  options?: BandoMutationOptions<Data, Variables, OnMutateResult, WithHeaders>,
  client?: Bando,
): UseMutationResult<Answered<Data, WithHeaders>, BandoError, Variables, OnMutateResult>
export function useBandoMutation(
  method: BandoMutationMethod,
  path: string,
  options?: BandoMutationOptions<unknown, unknown, unknown, boolean>,
  client?: Bando,
): UseMutationResult<unknown, BandoError> {
  return useMutation(
    bandoMutationOptions<unknown, unknown, unknown, boolean>(useBandoClient(client), method, path, options),
  )
}
