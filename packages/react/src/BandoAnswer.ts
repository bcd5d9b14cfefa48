import type { BandoResponse } from '@bando/core'

/** What `data` is if `withHeaders` is set. Plain data, so that it can be persisted and sent to a page. */
export interface BandoAnswer<Data = unknown> {
  readonly data: Data
  /** The HTTP status. */
  readonly status: number
  /** The response headers, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
}

/** What `data` is: the body, or a `BandoAnswer` of it. */
export type Answered<Data, WithHeaders extends boolean> = WithHeaders extends true ? BandoAnswer<Data> : Data

/** Makes of a response what goes into the cache. `null` stands for no body, because TanStack Query takes `undefined` for a mistake. */
export function toAnswer(
  { data = null, status, headers }: BandoResponse,
  withHeaders: boolean | undefined,
): unknown {
  return withHeaders ? { data, status, headers: Object.fromEntries(headers) } : data
}
