import type { RequestOptions, StandardSchema } from '@bando/core'

/** What a read may set for itself. Headers are left out: those that change the response would have to be in the query key. */
export interface CallOptions<Data = unknown, WithHeaders extends boolean = boolean> extends Pick<
  RequestOptions,
  'query' | 'params' | 'priority' | 'maxWaitMs' | 'timeoutMs' | 'deadlineMs' | 'maxBodyBytes' | 'whenLocked'
> {
  /** Names the Bando account, if several share one QueryClient. It is part of the query key, so it must not be a token. */
  readonly account?: string | undefined
  /** Checks the response body and makes `data` of it. It is not part of the query key: reads of one path and query need one schema. */
  readonly schema?: StandardSchema<Data> | undefined
  /** Whether `data` is `{ data, status, headers }`. @defaultValue false */
  readonly withHeaders?: WithHeaders | undefined
  /** Share of the budget, from 0 to 1, below which no background refetch is sent. @defaultValue that of the provider, 0.1 */
  readonly refetchReserve?: number | undefined
}
