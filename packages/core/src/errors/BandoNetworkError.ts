import { BandoError } from './BandoError.ts'

/** Nobody answered. */
export class BandoNetworkError extends BandoError {
  override readonly name = 'BandoNetworkError'
  readonly code = 'network'
}
