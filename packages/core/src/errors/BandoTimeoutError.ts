import type { BandoErrorDetails } from './BandoError.ts'
import { BandoError } from './BandoError.ts'

/** The options that limit how long a call may take: an attempt, and the whole. */
export type TimeLimit = 'timeoutMs' | 'deadlineMs'

/** No answer within `timeoutMs`, or no end within `deadlineMs`. */
export class BandoTimeoutError extends BandoError {
  override readonly name = 'BandoTimeoutError'
  readonly code = 'timeout'
  /** Which time ran out. */
  readonly timeLimit: TimeLimit

  constructor(
    message: string,
    { timeLimit, ...details }: BandoErrorDetails & { readonly timeLimit: TimeLimit },
  ) {
    super(message, details)
    this.timeLimit = timeLimit
  }
}
