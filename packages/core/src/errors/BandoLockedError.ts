import type { BandoErrorDetails } from './BandoError.ts'
import { BandoError } from './BandoError.ts'

/**
 * The API refuses all authentication for a while (403, CONTRACT C7), after several invalid
 * attempts, perhaps of another client.
 */
export class BandoLockedError extends BandoError {
  override readonly name = 'BandoLockedError'
  readonly code = 'locked'
  /** What told this 403 from a plain one. */
  readonly reason: string

  constructor(message: string, { reason, ...details }: BandoErrorDetails & { readonly reason: string }) {
    super(message, details)
    this.reason = reason
  }
}
