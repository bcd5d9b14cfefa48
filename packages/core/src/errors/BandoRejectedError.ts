import { BandoError } from './BandoError.ts'

/**
 * The API does not accept the token (401). Nothing more leaves with it until `retryAt`, or until it
 * changes.
 */
export class BandoRejectedError extends BandoError {
  override readonly name = 'BandoRejectedError'
  readonly code = 'rejected'
}
