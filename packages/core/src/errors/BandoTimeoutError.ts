import { BandoError } from './BandoError.ts'

/** No answer within `timeoutMs`. */
export class BandoTimeoutError extends BandoError {
  override readonly name = 'BandoTimeoutError'
  readonly code = 'timeout'
}
