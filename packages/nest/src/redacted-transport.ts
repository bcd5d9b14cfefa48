import type { Transport } from '@bando/core'

/**
 * Tokens that are remembered: the current one, and those that it replaced while requests were under
 * way.
 */
const maxTokens = 4

/** A transport that remembers the tokens that it sent, so that they can be taken out of texts. */
export class RedactedTransport {
  readonly #tokens = new Set<string>()
  /** The last header that was sent. Most requests send the same. */
  #newest: string | undefined
  readonly fetch: Transport

  constructor(fetch: Transport) {
    this.fetch = (url, init) => {
      const authorization = init.headers instanceof Headers ? init.headers.get('authorization') : null
      if (authorization !== null && authorization !== this.#newest) {
        this.#newest = authorization
        this.#remember(authorization.replace(/^Bearer /, ''))
      }
      return fetch(url, init)
    }
  }

  /** Takes the tokens out of a text. */
  readonly redact = (text: string): string => {
    let shown = text
    for (const token of this.#tokens) shown = shown.replaceAll(token, '…')
    return shown
  }

  #remember(token: string): void {
    if (token === '' || this.#tokens.has(token)) return
    this.#tokens.add(token)
    const [oldest] = this.#tokens
    if (this.#tokens.size > maxTokens && oldest !== undefined) this.#tokens.delete(oldest)
  }
}
