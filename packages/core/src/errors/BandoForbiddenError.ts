import type { BandoErrorDetails } from './BandoError.ts'
import { BandoError } from './BandoError.ts'

/** The API refuses this request (403), though not authentication as such. */
export class BandoForbiddenError extends BandoError {
  override readonly name = 'BandoForbiddenError'
  readonly code = 'forbidden'
  /** What told this 403 from a lockout's. */
  readonly reason: string
  /** The parsed body. */
  readonly body: unknown

  constructor(
    message: string,
    { reason, body, ...details }: BandoErrorDetails & { readonly reason: string; readonly body: unknown },
  ) {
    super(message, details)
    this.reason = reason
    this.body = body
  }
}
