/** Number of letters by which tokens are indexed. */
const prefixLength = 4
/** A shorter token may be a common word, so it is found only as a whole word. */
const unmistakableLength = 8

/** A range of a text: from the first character, to before the last. */
export type Range = readonly [from: number, to: number]

/**
 * Finds tokens in a text. The cost does not grow with the number of tokens, as only those with the
 * same prefix are compared.
 */
export class TokenIndex {
  readonly #byPrefix = new Map<string, string[]>()
  readonly #tokens = new Set<string>()

  get size(): number {
    return this.#tokens.size
  }

  has(token: string): boolean {
    return this.#tokens.has(token)
  }

  add(token: string): void {
    if (token === '' || this.#tokens.has(token)) return
    this.#tokens.add(token)
    const prefix = token.slice(0, prefixLength)
    this.#byPrefix.set(prefix, [...(this.#byPrefix.get(prefix) ?? []), token])
  }

  *in(text: string): Generator<Range> {
    if (this.#tokens.size === 0) return
    for (let from = 0; from < text.length; from++) {
      for (let length = 1; length <= prefixLength; length++) {
        const tokens = this.#byPrefix.get(text.slice(from, from + length)) ?? []
        for (const token of tokens) if (isAt(text, from, token)) yield [from, from + token.length]
      }
    }
  }
}

function isAt(text: string, from: number, token: string): boolean {
  if (!text.startsWith(token, from)) return false
  if (token.length >= unmistakableLength) return true
  return !isWord(text[from - 1]) && !isWord(text[from + token.length])
}

function isWord(letter: string | undefined): boolean {
  return letter !== undefined && /\w/.test(letter)
}
