import type * as platform from '../contract/platform.ts'
import type { BandoErrorDetails } from './BandoError.ts'
import { BandoError } from './BandoError.ts'

/** Something in a body that does not fit the schema. */
export interface SchemaIssue {
  /** The keys that lead to it, from the outermost; none for the body itself. */
  readonly path: readonly PropertyKey[]
  /** In the words of the schema's library, which may quote the value. */
  readonly message: string
}

export interface SchemaErrorDetails extends BandoErrorDetails {
  readonly status: number
  readonly headers: platform.Headers
  readonly issues: readonly SchemaIssue[]
}

/** A success came, but its body does not fit the `schema` of the call. */
export class BandoSchemaError extends BandoError {
  override readonly name = 'BandoSchemaError'
  readonly code = 'schema'
  declare readonly status: number
  readonly headers: platform.Headers
  /**
   * Everything that does not fit. Not enumerable: what prints or logs an error does not print what
   * a body holds.
   */
  declare readonly issues: readonly SchemaIssue[]

  constructor(message: string, { headers, issues, ...details }: SchemaErrorDetails) {
    super(message, details)
    this.headers = headers
    Object.defineProperty(this, 'issues', { value: issues })
  }
}
