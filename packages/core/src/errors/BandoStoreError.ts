import { BandoError } from './BandoError.ts'

/** The store could not be read or written, so nothing was sent: nobody knows what others have spent. */
export class BandoStoreError extends BandoError {
  override readonly name = 'BandoStoreError'
  readonly code = 'store'
}
