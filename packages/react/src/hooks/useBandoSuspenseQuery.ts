'use client'

import type { Bando } from '@bando/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { BandoQueryOptions } from '../options/bandoQueryOptions.ts'
import { bandoQueryOptions } from '../options/bandoQueryOptions.ts'
import type { ReadHook } from './ReadHook.ts'
import { suspendWatched } from './suspendWatched.ts'
import { useBandoClient } from './useBandoClient.ts'

/**
 * The options of a read, and the options of `useSuspenseQuery` without the key and the function.
 */
export type BandoSuspenseQueryOptions<
  Data = unknown,
  Selected = Data,
  WithHeaders extends boolean = false,
> = Omit<BandoQueryOptions<Data, Selected, WithHeaders>, NotSuspense>

type NotSuspense = 'enabled' | 'throwOnError' | 'placeholderData'

/**
 * Reads as `useBandoQuery` does, below a `<Suspense>` and an error boundary, so `data` is always
 * defined. The call leaves the queue within a second after the user leaves the suspended screen.
 * @example const { data } = useBandoSuspenseQuery('/coolness', { query: { of: 'Berlin' } })
 */
export const useBandoSuspenseQuery: ReadHook<'suspense', never, NotSuspense> = (
  path: string,
  options?: BandoSuspenseQueryOptions,
  given?: Bando,
) => {
  const client = useBandoClient(given)
  const queryClient = useQueryClient()
  const query = bandoQueryOptions(client, path, options)
  const watch = suspendWatched(client, queryClient, [query])
  try {
    return useSuspenseQuery(query)
  } catch (thrown) {
    throw watch(thrown)
  }
}
