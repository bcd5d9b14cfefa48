import type { RequestOptions } from '@bando/core'

/** What a read may set for itself. Headers are left out: those that change the answer would have to stand in the query key. */
export interface CallOptions extends Pick<
  RequestOptions,
  'query' | 'params' | 'priority' | 'maxWaitMs' | 'timeoutMs' | 'deadlineMs' | 'whenLocked'
> {
  /** Whose data it is, where several Bando accounts share one QueryClient. It stands in the query key, so never a token. */
  readonly account?: string | undefined
}

/** Takes a read's own options apart from those of TanStack Query. */
export function splitOptions<Options extends CallOptions>(
  options: Options,
): { call: CallOptions; rest: Omit<Options, keyof CallOptions> } {
  const { query, params, priority, maxWaitMs, timeoutMs, deadlineMs, whenLocked, account, ...rest } = options
  return { call: { query, params, priority, maxWaitMs, timeoutMs, deadlineMs, whenLocked, account }, rest }
}
