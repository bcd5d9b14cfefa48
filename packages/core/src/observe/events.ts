import type { WaitReason } from '../contract/WaitReason.ts'

interface Sent {
  readonly method: string
  /** Without its query, which may hold what should not be logged. */
  readonly url: string
  /** Fingerprint of the credential it carries; left out when anonymous. */
  readonly credential: string | undefined
  /** 1 for the first. */
  readonly attempt: number
}

interface OnTheWire extends Sent {
  /**
   * Names this one request among all of its client: the same from `request` to `response` or
   * `noResponse`.
   */
  readonly id: number
}

/**
 * What a client tells while it works. Instants are epoch milliseconds. The token is in none of it.
 */
export interface BandoEvents {
  /** A request leaves. */
  request: OnTheWire & { readonly waitedMs: number }
  /** Its answer came. */
  response: OnTheWire & { readonly status: number; readonly durationMs: number }
  /**
   * No answer came: the network failed, the time ran out, or the caller gave up. `sent`: the API
   * may have seen it.
   */
  noResponse: OnTheWire & { readonly sent: boolean; readonly durationMs: number }
  /** A call enters the queue. */
  wait: {
    readonly method: string
    readonly url: string
    /** When the next one leaves, at the earliest; left out where only an answer can tell. */
    readonly retryAt: number | undefined
    /** How long that is from now, in ms. */
    readonly waitMs: number | undefined
    /** How many wait already. */
    readonly ahead: number
    /** What this call itself waits for. */
    readonly reason: WaitReason
    /**
     * Earliest time at which this call itself can be sent; `undefined` if only a response can tell.
     */
    readonly nextAt: number | undefined
    /** The `key` of each caller that gave one. `diagnostics_channel` publishes none of them. */
    readonly keys: readonly unknown[]
  }
  /** It will be sent again. */
  retry: Sent & { readonly delayMs: number; readonly reason: string }
  /** 429. */
  limited: Sent & { readonly retryAt: number | undefined }
  /**
   * 401. `rejectedBy`: the API as a whole, or this endpoint alone, while others have accepted the
   * token.
   */
  rejected: Sent & { readonly retryAt: number | undefined; readonly rejectedBy: 'api' | 'endpoint' }
  /** 403 that refuses all authentication. */
  locked: Sent & { readonly retryAt: number | undefined; readonly reason: string }
  /** The first good answer to a credential that was not known to be good. */
  verified: Sent
}

export type BandoEventName = keyof BandoEvents

/** Complete, since each must have an entry. */
const names: Readonly<Record<BandoEventName, true>> = {
  request: true,
  response: true,
  noResponse: true,
  wait: true,
  retry: true,
  limited: true,
  rejected: true,
  locked: true,
  verified: true,
}

export const eventNames = Object.keys(names) as readonly BandoEventName[]
