import type { Redact } from '../contract/Redact.ts'
import { checkToken } from './checkToken.ts'
import { id } from './credentialId.ts'
import { redactor } from '../redact/redactor.ts'

/** A token that can be sent but not seen: nothing but `authorization()` gives it away. */
export class TokenCredential {
  readonly id: string
  /** Takes the token out of a text that somebody else wrote. */
  readonly redact: Redact
  readonly #token: string

  /** @throws BandoConfigError when `token` cannot be one. */
  constructor(token: unknown) {
    this.#token = checkToken(token)
    this.id = id(this.#token)
    this.redact = redactor(this.#token, `<token ${this.id}>`)
  }

  /** The value of the `Authorization` header (RFC 6750, section 2.1). */
  authorization(): string {
    return `Bearer ${this.#token}`
  }

  isToken(token: string): boolean {
    return token === this.#token
  }
}
