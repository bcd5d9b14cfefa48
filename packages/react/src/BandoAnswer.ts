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
export function toAnswer(response: BandoResponse, withHeaders: boolean): unknown {
  const data = response.data ?? null
  const { status, headers } = response
  return withHeaders ? { data, status, headers: Object.fromEntries(headers) } : data
}
