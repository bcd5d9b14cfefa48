import type * as platform from '../contract/platform.ts'
import type { BandoErrorDetails } from './BandoError.ts'
import { BandoError } from './BandoError.ts'

/** Problem details (RFC 9457) as the API sent them. */
export interface Problem {
  readonly type: string
  readonly title: string | undefined
  readonly detail: string | undefined
}

/** Any other status that is not a success. */
export class BandoHttpError extends BandoError {
  override readonly name = 'BandoHttpError'
  readonly code = 'http'
  declare readonly status: number
  /** The parsed body: JSON where it is JSON, else text. */
  readonly body: unknown
  readonly headers: platform.Headers
  readonly problem: Problem | undefined

  constructor(
    message: string,
    {
      body,
      headers,
      problem,
      ...details
    }: BandoErrorDetails & {
      readonly body: unknown
      readonly headers: platform.Headers
      readonly problem: Problem | undefined
    },
  ) {
    super(message, details)
    this.body = body
    this.headers = headers
    this.problem = problem
  }
}
