import { BandoError } from './BandoError.ts'

/** The token source failed, so nothing was sent. */
export class BandoTokenError extends BandoError {
  override readonly name = 'BandoTokenError'
  readonly code = 'token'
}
