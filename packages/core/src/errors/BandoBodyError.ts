import type * as platform from '../contract/platform.ts'
import type { BandoErrorDetails } from './BandoError.ts'
import { BandoError } from './BandoError.ts'

/** What a body can lack. */
export type BodyErrorReason = 'malformed' | 'brokenOff' | 'tooLong'

export interface BodyErrorDetails extends BandoErrorDetails {
  readonly status: number
  readonly headers: platform.Headers
  readonly reason: BodyErrorReason
  readonly excerpt: string
}

/**
 * A success came, but not its body: it is no JSON though it should be, broke off, or is longer than
 * `maxBodyBytes`.
 */
export class BandoBodyError extends BandoError {
  override readonly name = 'BandoBodyError'
  readonly code = 'body'
  declare readonly status: number
  readonly headers: platform.Headers
  readonly reason: BodyErrorReason
  /** How the body begins, as text, 200 characters at most. */
  readonly excerpt: string

  constructor(message: string, { headers, reason, excerpt, ...details }: BodyErrorDetails) {
    super(message, details)
    this.headers = headers
    this.reason = reason
    this.excerpt = excerpt
  }
}
