import type { WaitReason } from '../contract/WaitReason.ts'

interface Sent {
  readonly method: string
  /** The URL without its query, which may hold what should not be logged. */
  readonly url: string
  /** The id of the credential that it carries, or `undefined` if it is anonymous. */
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
  /** A request is sent. */
  request: OnTheWire & { readonly waitedMs: number }
  /** The response to a request has come. */
  response: OnTheWire & { readonly status: number; readonly durationMs: number }
  /**
   * No response came: the network failed, the time ran out, or the caller aborted. `sent` is false
   * if the API cannot have seen the request.
   */
  noResponse: OnTheWire & { readonly sent: boolean; readonly durationMs: number }
  /** A call enters the queue. */
  wait: {
    readonly method: string
    readonly url: string
    /**
     * Earliest time at which the next call can be sent; `undefined` if only a response can tell.
     */
    readonly retryAt: number | undefined
    /** How long that is from now, in ms. */
    readonly waitMs: number | undefined
    /** How many calls wait already. */
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
  /** A call will be sent again. */
  retry: Sent & { readonly delayMs: number; readonly reason: string }
  /** The API answered 429. */
  limited: Sent & { readonly retryAt: number | undefined }
  /**
   * The API answered 401. `rejectedBy` is `endpoint` if other endpoints have accepted the token.
   */
  rejected: Sent & { readonly retryAt: number | undefined; readonly rejectedBy: 'api' | 'endpoint' }
  /** The API answered 403, since it refuses all authentication. */
  locked: Sent & { readonly retryAt: number | undefined; readonly reason: string }
  /** The API has accepted a credential that was not verified. */
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

export const eventNames = /* @__PURE__ */ Object.keys(names) as readonly BandoEventName[]
