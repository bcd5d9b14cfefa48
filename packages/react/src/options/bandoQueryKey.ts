import type { CallOptions } from './CallOptions.ts'
import type { PlainQuery } from './normalizeQuery.ts'
import { normalizeQuery } from './normalizeQuery.ts'

/**
 * The query key of a read: `['bando', path, details]`. The first two parts find all reads of a
 * path.
 */
export type BandoQueryKey = readonly ['bando', string, BandoQueryKeyDetails]

interface BandoQueryKeyDetails {
  readonly query?: PlainQuery
  readonly params?: Readonly<Record<string, string>>
  readonly account?: string
  readonly withHeaders?: true
  readonly infinite?: true
}

/**
 * Makes the query key of a read. The key holds what changes `data`, and never the token.
 * @example queryClient.invalidateQueries({ queryKey: bandoQueryKey('/coolness') })
 */
export function bandoQueryKey(
  path: string,
  options: Pick<CallOptions, 'query' | 'params' | 'account' | 'withHeaders'> = {},
): BandoQueryKey {
  const { account, withHeaders } = options
  const query = normalizeQuery(options.query)
  const params = Object.entries(options.params ?? {}).map(([name, value]) => [name, `${value}`])
  return [
    'bando',
    path.startsWith('/') ? path : `/${path}`,
    // An absent detail is left out, so that the key of a path finds all reads of the path.
    {
      ...(Object.keys(query)[0] && { query }),
      ...(params[0] && { params: Object.fromEntries(params) as Record<string, string> }),
      ...(account !== undefined && { account }),
      ...(withHeaders && { withHeaders }),
    },
  ]
}
