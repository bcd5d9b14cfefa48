import type { Redact } from './Redact.ts'

/** The secret with which a request is authenticated, and its id. */
export interface Credential {
  /** Identifies the credential without revealing it. */
  readonly id: string
  /** The value of the `Authorization` header. */
  authorization(): string
  /** Removes the credential from a text of another author. */
  readonly redact: Redact
}
