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
  {
    query,
    params,
    account,
    withHeaders,
  }: Pick<CallOptions, 'query' | 'params' | 'account' | 'withHeaders'> = {},
): BandoQueryKey {
  const plain = normalizeQuery(query)
  const strings = Object.entries(params ?? {}).map(([name, value]) => [name, String(value)])
  return [
    'bando',
    path.startsWith('/') ? path : `/${path}`,
    {
      ...(Object.keys(plain).length > 0 && { query: plain }),
      ...(strings.length > 0 && { params: Object.fromEntries(strings) as Record<string, string> }),
      ...(account !== undefined && { account }),
      ...(withHeaders && { withHeaders }),
    },
  ]
}
