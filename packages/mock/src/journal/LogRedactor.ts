import { readCredential } from '../accounts/readCredential.ts'
import { TokenIndex, type Range } from '../accounts/TokenIndex.ts'
import { decodedText } from './decodedText.ts'

/**
 * Patterns of tokens, issued or not: Bando's, JSON web tokens, and any text after the name of the
 * scheme.
 */
const tokenLike = [
  /(bando_[\w\-.~+/]+=*)/gi,
  /(?<![\w-])(eyJ[\w-]+\.[\w-]+\.[\w-]*)/g,
  /\bbearer[ +:]+([\w\-.~+/]+=*)/gi,
]

/**
 * Names of parameters that carry a credential (RFC 6750 section 2.3, and other usual ones). Their
 * values are always removed.
 */
const carriers =
  /^(?:(?:access|api|auth|bando|bearer|id|refresh|client)[_-]?)?(?:token|key|secret|authorization|password)$|^bearer$/i

const mostRemembered = 1000

/**
 * Removes tokens from text for the journal: percent-encoded ones too, and those without a usual
 * form if they were issued or came with the request.
 */
export class LogRedactor {
  readonly #issued: TokenIndex
  readonly #remembered = new Map<string, string>()
  #size = 0

  constructor(issued: TokenIndex) {
    this.#issued = issued
  }

  /** Removes the tokens from a path, or from a query with its question mark. */
  redact(text: string, authorization?: string): string {
    const secret = secretOf(authorization)
    const isSuspect = secret !== undefined && (text.includes('%') || text.includes(secret))
    if (isSuspect && !this.#issued.has(secret)) return redacted(text, this.#issued, secret)
    return this.#once(text)
  }

  /** Remembers results, as most requests repeat earlier paths. */
  #once(text: string): string {
    if (this.#size !== this.#issued.size || this.#remembered.size >= mostRemembered) this.#remembered.clear()
    this.#size = this.#issued.size
    const known = this.#remembered.get(text)
    if (known !== undefined) return known
    const clean = redacted(text, this.#issued)
    this.#remembered.set(text, clean)
    return clean
  }
}

/** Returns the secret part of an `Authorization` field, well-formed or not. */
function secretOf(authorization: string | undefined): string | undefined {
  const credential = readCredential(authorization)
  if (credential.kind === 'bearer') return credential.token
  return credential.kind === 'malformed'
    ? credential.value.trim().split(/\s+/).at(-1) || undefined
    : undefined
}

function redacted(original: string, issued: TokenIndex, secret = ''): string {
  const { text, starts } = decodedText(original)
  const own = new TokenIndex()
  own.add(secret)
  const found: Range[] = [...issued.in(text), ...own.in(text)]
  for (const pattern of tokenLike)
    for (const { 0: whole, 1: token = '', index } of text.matchAll(pattern))
      found.push([index + whole.length - token.length, index + whole.length])
  const inOriginal = found.map(([from, to]): Range => [starts[from] ?? 0, starts[to] ?? original.length])
  return without(original, [...inOriginal, ...carried(original)])
}

/** Yields the ranges of parameter values that carry a credential. */
function* carried(search: string): Generator<Range> {
  if (!search.startsWith('?')) return
  for (const { index, groups } of search.matchAll(/(?<=[?&;])(?<name>[^=&;]*)=(?<value>[^&;]*)/g)) {
    const { name = '', value = '' } = groups ?? {}
    const from = index + name.length + 1
    if (value !== '' && carriers.test(decodedText(name).text)) yield [from, from + value.length]
  }
}

function without(text: string, ranges: readonly Range[]): string {
  let clean = ''
  let at = 0
  for (const [from, to] of ranges.toSorted(([one], [other]) => one - other)) {
    // Removes a range together with those that overlap or touch it.
    if (clean === '' || from > at) clean += `${text.slice(at, from)}[token]`
    at = Math.max(at, to)
  }
  return clean + text.slice(at)
}
