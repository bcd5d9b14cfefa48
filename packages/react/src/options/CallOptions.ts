import type { RequestOptions, StandardSchema } from '@bando/core'

/**
 * The call options of a read. Headers are not among them: a header that changes the response would
 * have to be in the query key.
 */
export interface CallOptions<Data = unknown, WithHeaders extends boolean = boolean> extends Pick<
  RequestOptions,
  'query' | 'params' | 'priority' | 'maxWaitMs' | 'timeoutMs' | 'deadlineMs' | 'maxBodyBytes' | 'whenLocked'
> {
  /**
   * The name of the Bando account, if several accounts share one QueryClient. It is part of the
   * query key, so it must not be a token.
   */
  readonly account?: string | undefined
  /**
   * Checks the response body and makes `data` of it. It is not part of the query key, so all reads
   * of one path and query need the same schema.
   */
  readonly schema?: StandardSchema<Data> | undefined
  /** Whether `data` is `{ data, status, headers }`. @defaultValue false */
  readonly withHeaders?: WithHeaders | undefined
  /**
   * The share of the budget, from 0 to 1, below which no background refetch is sent.
   * @defaultValue the provider's, 0.1
   */
  readonly refetchReserve?: number | undefined
}
