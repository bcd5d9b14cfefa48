import type { Answer } from '../contract/Answer.ts'

/** An answer read to its end. */
export interface Reading {
  /** `GET https://…`, for messages. */
  readonly what: string
  readonly answer: Answer
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly attempts: number
  readonly waitedMs: number
  /** Whether it would have been sent again, had the client had a retry left. */
  readonly isOutOfRetries: boolean
}
