import type { Redact } from '../contract/Redact.ts'
import { checkToken } from './checkToken.ts'
import { id } from './credentialId.ts'
import { redactor } from '../redact/redactor.ts'

/** A token that can be sent but not seen: only `authorization()` reveals it. */
export class TokenCredential {
  readonly id: string
  readonly #token: string
  readonly #authorization: string
  #redact: Redact | undefined

  /** @throws BandoConfigError if `token` cannot be one. */
  constructor(token: unknown) {
    this.#token = checkToken(token)
    this.#authorization = `Bearer ${this.#token}`
    this.id = id(this.#token)
  }

  /** Takes the token out of a text of another author. It is built when it is first needed. */
  get redact(): Redact {
    this.#redact ??= redactor(this.#token, `<token ${this.id}>`)
    return this.#redact
  }

  /** The value of the `Authorization` header (RFC 6750, section 2.1). */
  authorization(): string {
    return this.#authorization
  }

  isToken(token: string): boolean {
    return token === this.#token
  }
}
