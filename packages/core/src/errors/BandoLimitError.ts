import { BandoError } from './BandoError.ts'

/** The budget is spent: the API said so (429), or the wait for it would be longer than `maxWaitMs`. */
export class BandoLimitError extends BandoError {
  override readonly name = 'BandoLimitError'
  readonly code = 'limit'
}
