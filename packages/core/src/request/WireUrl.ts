/** The parts of a URL that are read. A `URL` has them. */
export type WireUrl = Pick<URL, 'href' | 'origin' | 'pathname' | 'hostname'>

/**
 * A URL whose text and origin are known. It is parsed when another part is read, which most calls
 * never do: parsing takes about a microsecond.
 */
export class PlainUrl implements WireUrl {
  readonly href: string
  readonly origin: string
  #parsed: URL | undefined

  /** `href` is as parsing would write it. */
  constructor(href: string, origin: string) {
    this.href = href
    this.origin = origin
  }

  get pathname(): string {
    return this.#url.pathname
  }

  get hostname(): string {
    return this.#url.hostname
  }

  get #url(): URL {
    return (this.#parsed ??= new URL(this.href))
  }
}
