import type { Outcome } from '../contract/Outcome.ts'
import type { ReadBody } from '../response/readBody.ts'
import type { CallState } from './CallState.ts'

/**
 * A response with its body, as far as that could be read. Each subscriber of its call makes a copy.
 */
export interface BufferedResponse {
  readonly call: CallState
  readonly outcome: Outcome
  readonly status: number
  readonly headers: Headers
  readonly body: ReadBody
}
