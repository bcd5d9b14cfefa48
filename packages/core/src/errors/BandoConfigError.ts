import { BandoError } from './BandoError.ts'

/** A value given to us cannot work: an option, a token, a path, a header. Nothing was sent. */
export class BandoConfigError extends BandoError {
  override readonly name = 'BandoConfigError'
  readonly code = 'config'

  constructor(message: string, cause?: unknown) {
    super(message, { sent: false, retryable: false, attempts: 0, cause })
  }
}
