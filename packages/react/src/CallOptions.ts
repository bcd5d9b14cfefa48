import type { RequestOptions, StandardSchema } from '@bando/core'

/** What a read may set for itself. Headers are left out: those that change the answer would have to stand in the query key. */
export interface CallOptions<Data = unknown> extends Pick<
  RequestOptions,
  'query' | 'params' | 'priority' | 'maxWaitMs' | 'timeoutMs' | 'deadlineMs' | 'maxBodyBytes' | 'whenLocked'
> {
  /** Whose data it is, where several Bando accounts share one QueryClient. It stands in the query key, so never a token. */
  readonly account?: string | undefined
  /**
   * Checks the answer, and makes `data` of it: what the cache holds is what it made. It is not in the query key: reads of one path and
   * query need one schema.
   */
  readonly schema?: StandardSchema<Data> | undefined
}

/** Takes a read's own options apart from those of TanStack Query. */
export function splitOptions<Data, Options>(
  options: Options & CallOptions<Data>,
): { call: CallOptions<Data>; rest: Omit<Options, keyof CallOptions> } {
  const { query, params, priority, maxWaitMs, timeoutMs, deadlineMs, maxBodyBytes, ...others } = options
  const { whenLocked, account, schema, ...rest } = others
  const terms = { priority, maxWaitMs, timeoutMs, deadlineMs, maxBodyBytes, whenLocked }
  return {
    call: { query, params, ...terms, account, schema },
    rest: rest as Omit<Options, keyof CallOptions>,
  }
}
