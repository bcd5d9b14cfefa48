import type { Outcome } from '../contract/Outcome.ts'
import type { Redact } from '../contract/Redact.ts'
import type { ReadBody } from '../response/readBody.ts'

/** An answer, read as far as it could be. */
export interface ReceivedResponse {
  /** `GET https://…`, for messages: most answers need none. */
  readonly what: () => string
  readonly outcome: Outcome
  readonly status: number
  readonly headers: Headers
  readonly body: ReadBody
  /** Whether the same call may be sent again. */
  readonly isRepeatable: boolean
  readonly attempts: number
  readonly waitedMs: number
  /** Takes the token out of what goes into an error: a server may show in a body what it was sent. */
  readonly redact: Redact
  /** Whether it would have been sent again, had the client had a retry left. */
  readonly isOutOfRetries: boolean
}
