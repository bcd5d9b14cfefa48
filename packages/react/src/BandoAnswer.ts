import type { BandoResponse } from '@bando/core'

/** `data` with `withHeaders: true`. It is plain data, so it can be persisted and sent to a page. */
export interface BandoAnswer<Data = unknown> {
  readonly data: Data
  /** The HTTP status. */
  readonly status: number
  /** The response headers, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
}

/** The type of `data`: the body, or a `BandoAnswer` of it. */
export type Answered<Data, WithHeaders extends boolean> = WithHeaders extends true ? BandoAnswer<Data> : Data

/**
 * Makes the cached value of a response. No body is `null`, because TanStack Query treats
 * `undefined` as an error.
 */
export function toAnswer(
  { data = null, status, headers }: BandoResponse,
  withHeaders: boolean | undefined,
): unknown {
  return withHeaders ? { data, status, headers: Object.fromEntries(headers) } : data
}
