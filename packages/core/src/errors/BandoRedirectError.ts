import { BandoError } from './BandoError.ts'

/** The answer is a redirect that must not, or cannot, be followed. */
export class BandoRedirectError extends BandoError {
  override readonly name = 'BandoRedirectError'
  readonly code = 'redirect'
}
