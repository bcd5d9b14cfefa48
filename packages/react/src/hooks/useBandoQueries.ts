'use client'

import type { Bando } from '@bando/core'
import type { QueriesOptions, QueriesResults } from '@tanstack/react-query'
import { useQueries } from '@tanstack/react-query'
import { useBandoClient } from './useBandoClient.ts'

/** Several reads, and a function of their results. */
export interface BandoQueries<Queries extends unknown[], Combined> {
  /** Makes the reads, with `bandoQueryOptions(client, path, options)` for each. */
  readonly queries: (client: Bando) => readonly [...QueriesOptions<Queries>]
  /** Makes one value of the results. @defaultValue the results */
  readonly combine?: ((results: QueriesResults<Queries>) => Combined) | undefined
}

/**
 * Reads several paths at once.
 * @example
 * useBandoQueries({
 *   queries: (bando) =>
 *     cities.map((of) => bandoQueryOptions(bando, '/coolness', { query: { of } })),
 * })
 */
export function useBandoQueries<Queries extends unknown[], Combined = QueriesResults<Queries>>(
  { queries, combine }: BandoQueries<Queries, Combined>,
  client?: Bando,
): Combined {
  return useQueries<Queries, Combined>({ queries: queries(useBandoClient(client)), combine })
}
