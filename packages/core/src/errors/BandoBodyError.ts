import { BandoError } from './BandoError.ts'

/** The answer came, but its body is not what it claims to be. */
export class BandoBodyError extends BandoError {
  override readonly name = 'BandoBodyError'
  readonly code = 'body'
}
