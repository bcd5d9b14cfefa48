/** A request of a program, and how the program reads the response. */
export interface Situation {
  readonly name: string
  /** A text that is added to the path of the situation. */
  readonly path?: string
  readonly init?: () => RequestInit
  /** Whether a `Request` is made of the URL and `init` first. */
  readonly asRequest?: boolean
  /** How the body is read. @defaultValue 'text' */
  readonly read?: Reading
  /** What happens to the request while it runs. */
  readonly abort?: 'before' | 'during' | 'after'
  /**
   * The responses of the server in turn, the last one repeated. Each is a text with one character
   * for a byte.
   */
  readonly answers: readonly (string | readonly string[])[]
  /** The runtimes that support it. @defaultValue all */
  readonly only?: 'node' | 'browser'
  /** The reason for each difference from the platform. */
  readonly differs?: Partial<Record<'node' | 'browser' | 'all', Difference>>
  /** Whether `bando.get` gives the same. */
  readonly get?: boolean
}

export type Reading =
  | 'text'
  | 'json'
  | 'arrayBuffer'
  | 'bytes'
  | 'blob'
  | 'formData'
  | 'reader'
  | 'byteReader'
  | 'iterate'
  | 'clone'
  | 'cloneOfClone'
  | 'twice'
  | 'cancel'
  | 'copy'
  | 'none'

export interface Difference {
  readonly reason: string
  /** The result with ours, or a function of the result with the platform's. */
  readonly ours: object | ((native: object) => object)
}

/** Makes a response with a body of a known length. */
export function answer(body: string, head = '', status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${head}\r\n${body}`
}

/** Makes a response without a body. */
export function empty(head = '', status = '200 OK'): string {
  return answer('', head, status)
}

/** Encodes text as UTF-8, one character for a byte. */
export function utf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCodePoint(byte)).join('')
}
