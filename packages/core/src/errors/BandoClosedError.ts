import { BandoError } from './BandoError.ts'

/** The client was closed before this call was sent. */
export class BandoClosedError extends BandoError {
  override readonly name = 'BandoClosedError'
  readonly code = 'closed'
}
