import type { Limit } from './Limit.ts'

/** What the headers of a response say of the budget. */
export interface AdvertisedLimits {
  /** Every advertised limit. `windowMs` is left out if the headers do not tell it. */
  readonly policies: readonly (Omit<Limit, 'windowMs'> & { readonly windowMs?: number | undefined })[]
  readonly remaining: number | undefined
  /** Milliseconds until more becomes available. */
  readonly resetMs: number | undefined
}

interface Heard {
  readonly status: number
  readonly advertised: AdvertisedLimits | undefined
}

/** What came back from one attempt, classified once. */
export type Outcome =
  /** 2xx, and 304. */
  | ({ readonly kind: 'ok' } & Heard)
  /** 429. */
  | ({ readonly kind: 'limited'; readonly retryAfterMs: number | undefined } & Heard)
  /** 401. `isInvalidToken`: the response says so (RFC 6750, section 3.1). */
  | ({ readonly kind: 'rejected'; readonly isInvalidToken: boolean } & Heard)
  /** 403 that refuses all authentication for a while (CONTRACT C7). */
  | ({ readonly kind: 'locked'; readonly retryAfterMs: number | undefined; readonly reason: string } & Heard)
  /** Any other 403. */
  | ({ readonly kind: 'forbidden'; readonly reason: string } & Heard)
  /** 3xx with somewhere to go. */
  | ({ readonly kind: 'redirected' } & Heard)
  /** Every other status. */
  | ({ readonly kind: 'failed'; readonly retryAfterMs: number | undefined } & Heard)
  /** The connection was never made, so the server did not count it. */
  | { readonly kind: 'unsent' }
  /** No response: the network failed, the time ran out, or the caller cancelled. */
  | { readonly kind: 'lost' }
