import type { Redact } from './Redact.ts'

/** Whatever a request is authenticated with. */
export interface Credential {
  /** Names the credential without giving it away. */
  readonly id: string
  /** The value of the `Authorization` header. */
  authorization(): string
  /** Takes the credential out of a text that somebody else wrote. */
  readonly redact: Redact
}
