import { BandoError } from './BandoError.ts'

/** No response came: the network failed. */
export class BandoNetworkError extends BandoError {
  override readonly name = 'BandoNetworkError'
  readonly code = 'network'
}
