import { BandoError } from './BandoError.ts'

/**
 * The store could not be read or written, so nothing was sent: what others have spent is not known.
 */
export class BandoStoreError extends BandoError {
  override readonly name = 'BandoStoreError'
  readonly code = 'store'
}
