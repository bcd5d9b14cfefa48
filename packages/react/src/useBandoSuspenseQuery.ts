'use client'

import type { Bando, BandoError } from '@bando/core'
import type { UseSuspenseQueryOptions, UseSuspenseQueryResult } from '@tanstack/react-query'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { BandoQueryKey } from './bandoQueryKey.ts'
import { bandoQueryOptions } from './bandoQueryOptions.ts'
import type { CallOptions } from './CallOptions.ts'
import { useBandoClient } from './useBandoClient.ts'

/** A read's own options, and all of `useSuspenseQuery`'s but the key and the function. */
export type BandoSuspenseQueryOptions<Data, Selected = Data> = CallOptions<Data> &
  Omit<UseSuspenseQueryOptions<Data, BandoError, Selected, BandoQueryKey>, 'queryKey' | 'queryFn'>

/** As `useBandoQuery`, for a component below a `<Suspense>` and an error boundary: its data is always there. */
export function useBandoSuspenseQuery<Data = unknown, Selected = Data>(
  path: string,
  options: BandoSuspenseQueryOptions<Data, Selected> = {},
  client?: Bando,
): UseSuspenseQueryResult<Selected, BandoError> {
  const query = bandoQueryOptions<Data, Selected>(useBandoClient(client), path, options)
  return useSuspenseQuery(query as UseSuspenseQueryOptions<Data, BandoError, Selected, BandoQueryKey>)
}
