/** What a program asks for, and how it reads what comes back. */
export interface Situation {
  readonly name: string
  /** Added to the path of the situation. */
  readonly path?: string
  readonly init?: () => RequestInit
  /** Whether a `Request` is made of the URL and `init` first. */
  readonly asRequest?: boolean
  /** How the body is read. @defaultValue 'text' */
  readonly read?: Reading
  /** What is done to the request while it runs. */
  readonly abort?: 'before' | 'during' | 'after'
  /** Answers that the server gives in turn, the last one again and again: the bytes of each, one character a byte. */
  readonly answers: readonly (string | readonly string[])[]
  /** Runtimes that have it. @defaultValue all */
  readonly only?: 'node' | 'browser'
  /** Why ours is not like the platform's, by what differs. */
  readonly differs?: Partial<Record<'node' | 'browser' | 'all', Difference>>
  /** Whether `bando.get` reads the same. */
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
  /** What a program sees with ours, or how that follows from what it sees with the platform's. */
  readonly ours: object | ((native: object) => object)
}

/** An answer with a body of a known length. */
export function answer(body: string, head = '', status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${head}\r\n${body}`
}

/** An answer without a body. */
export function empty(head = '', status = '200 OK'): string {
  return answer('', head, status)
}

/** Text as the bytes of UTF-8, one character a byte. */
export function utf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCodePoint(byte)).join('')
}
