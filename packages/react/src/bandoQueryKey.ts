import type { CallOptions } from './CallOptions.ts'
import type { PlainQuery } from './normalizeQuery.ts'
import { normalizeQuery } from './normalizeQuery.ts'

/** `['bando', path, what else tells one read from another]`: invalidate by its beginning. */
export type BandoQueryKey = readonly ['bando', string, BandoQueryKeyDetails]

interface BandoQueryKeyDetails {
  readonly query?: PlainQuery
  readonly params?: Readonly<Record<string, string>>
  readonly account?: string
  readonly infinite?: true
}

/** The query key of a read. The token is never in it, nor anything that does not change the answer. */
export function bandoQueryKey(
  path: string,
  { query, params, account }: Pick<CallOptions, 'query' | 'params' | 'account'> = {},
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
    },
  ]
}
