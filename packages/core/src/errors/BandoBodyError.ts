import type { BandoErrorDetails } from './BandoError.ts'
import { BandoError } from './BandoError.ts'

/** What a body can lack. */
export type BodyFlaw = 'malformed' | 'brokenOff' | 'tooLong'

export interface BodyErrorDetails extends BandoErrorDetails {
  readonly status: number
  readonly headers: Headers
  readonly flaw: BodyFlaw
  readonly excerpt: string
}

/** A success came, but not its body: it is no JSON though it should be, broke off, or is longer than `maxBodyBytes`. */
export class BandoBodyError extends BandoError {
  override readonly name = 'BandoBodyError'
  readonly code = 'body'
  declare readonly status: number
  readonly headers: Headers
  readonly flaw: BodyFlaw
  /** How the body begins, as text, 200 characters at most. */
  readonly excerpt: string

  constructor(message: string, { headers, flaw, excerpt, ...details }: BodyErrorDetails) {
    super(message, details)
    this.headers = headers
    this.flaw = flaw
    this.excerpt = excerpt
  }
}
