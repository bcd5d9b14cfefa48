import type { CallOptions } from './CallOptions.ts'
import type { PlainQuery } from './normalizeQuery.ts'
import { normalizeQuery } from './normalizeQuery.ts'

/** `['bando', path, details]`: a path's reads can be invalidated by the first two. */
export type BandoQueryKey = readonly ['bando', string, BandoQueryKeyDetails]

interface BandoQueryKeyDetails {
  readonly query?: PlainQuery
  readonly params?: Readonly<Record<string, string>>
  readonly account?: string
  readonly withHeaders?: true
  readonly infinite?: true
}

/** The query key of a read. It holds what changes `data`, and never the token. */
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
    // Left out rather than undefined, so that the key of a path finds all reads of it.
    {
      ...(Object.keys(query)[0] && { query }),
      ...(params[0] && { params: Object.fromEntries(params) as Record<string, string> }),
      ...(account !== undefined && { account }),
      ...(withHeaders && { withHeaders }),
    },
  ]
}
