/** A response of the mock, before a shell sends it. */
export interface Answer {
  readonly status: number
  /** The fields, with names in the case in which they are sent, and one value each. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * The values of `Set-Cookie`, the one field whose values may not be joined (RFC 9110 section
   * 5.3).
   */
  readonly cookies?: readonly string[] | undefined
  readonly body: string | Uint8Array | ReadableStream<Uint8Array> | null
}

/** Makes a JSON response. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(value) }
}
