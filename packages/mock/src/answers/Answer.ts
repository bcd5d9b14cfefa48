/** An answer before it goes onto a wire, a `Response` or an interceptor. */
export interface Answer {
  readonly status: number
  /** Field names in the case they are sent in; one value each. */
  readonly headers: Readonly<Record<string, string>>
  /** Values of `Set-Cookie`, the one field that may not be joined (RFC 9110 section 5.3). */
  readonly cookies?: readonly string[] | undefined
  readonly body: string | Uint8Array | ReadableStream<Uint8Array> | null
}

/** A JSON answer. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(value) }
}
