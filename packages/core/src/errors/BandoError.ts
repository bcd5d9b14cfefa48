/** Stable names of what went wrong, one for each class of error. */
export type BandoErrorCode =
  | 'config'
  | 'token'
  | 'rejected'
  | 'locked'
  | 'forbidden'
  | 'limit'
  | 'http'
  | 'body'
  | 'schema'
  | 'redirect'
  | 'network'
  | 'timeout'
  | 'store'
  | 'closed'

export interface BandoErrorDetails {
  /** Whether a request left for this, so that the API may have seen it. */
  readonly sent: boolean
  /** The HTTP status, where there was an answer. */
  readonly status?: number | undefined
  /**
   * Epoch milliseconds from when on trying again can help; left out where only an answer can tell.
   */
  readonly retryAt?: number | undefined
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean
  /** How many requests were sent for this call. */
  readonly attempts: number
  readonly cause?: unknown
}

const brand = Symbol.for('@bando/core/error')

/**
 * What every error of this package has. Guard with `isBandoError`, which works across copies of the
 * package.
 */
export abstract class BandoError extends Error {
  abstract readonly code: BandoErrorCode
  readonly sent: boolean
  readonly status: number | undefined
  readonly retryAt: number | undefined
  readonly retryable: boolean
  readonly attempts: number

  constructor(message: string, details: BandoErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.sent = details.sent
    this.status = details.status
    this.retryAt = details.retryAt
    this.retryable = details.retryable
    this.attempts = details.attempts
    Object.defineProperty(this, brand, { value: true })
  }
}
