'use client'

import type { Bando, BandoError } from '@bando/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { useMutation } from '@tanstack/react-query'
import type { BandoMutationMethod, BandoMutationOptions } from './bandoMutationOptions.ts'
import { bandoMutationOptions } from './bandoMutationOptions.ts'
import { useBandoClient } from './useBandoClient.ts'

/**
 * Writes. Each `mutate` is one write, however often it is tried.
 * @example const quote = useBandoMutation<Quote, { amount: number }>('POST', '/api/v1/quotes/')
 */
export function useBandoMutation<Data = unknown, Variables = void, OnMutateResult = unknown>(
  method: BandoMutationMethod,
  path: string,
  options?: BandoMutationOptions<Data, Variables, OnMutateResult>,
  client?: Bando,
): UseMutationResult<Data, BandoError, Variables, OnMutateResult> {
  return useMutation(bandoMutationOptions(useBandoClient(client), method, path, options))
}
