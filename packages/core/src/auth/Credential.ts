import { checkToken } from './checkToken.ts'
import { fingerprint } from './fingerprint.ts'

/** A token that can be sent but not seen: nothing but `authorization()` gives it away. */
export class Credential {
  readonly fingerprint: string
  readonly #token: string

  /** @throws BandoConfigError when `token` cannot be one. */
  constructor(token: unknown) {
    this.#token = checkToken(token)
    this.fingerprint = fingerprint(this.#token)
  }

  /** The value of the `Authorization` header (RFC 6750, section 2.1). */
  authorization(): string {
    return `Bearer ${this.#token}`
  }

  /** Takes the token out of a text that somebody else wrote. */
  redact(text: string): string {
    return text.includes(this.#token) ? text.replaceAll(this.#token, `<token ${this.fingerprint}>`) : text
  }

  isToken(token: string): boolean {
    return token === this.#token
  }
}
