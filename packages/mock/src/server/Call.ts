/** One request, in the form that every shell passes on. */
export interface Call {
  readonly method: string
  /** The path without the query, always with a leading slash. */
  readonly path: string
  /** The query with its question mark, or an empty text. */
  readonly search: string
  /**
   * The address for the anonymous budget and the lockout. If it is read while the caller is
   * connected, it stays known.
   */
  readonly address: string
  readonly signal?: AbortSignal | undefined
  /** Returns the value of a field, by its lower-case name. */
  header(name: string): string | undefined
  /** Returns every field, for handlers that take a `Request`. */
  headers(): Headers
  /**
   * Returns the whole body. It may be called several times.
   * @throws {BodyTooLargeError} above 1 MiB
   * @throws {BodyCutShortError} if the body ends early
   */
  bytes(): Promise<ReturnType<Uint8Array['slice']>>
}

/** Thrown if a body is larger than the mock reads. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'

  constructor() {
    super(`The request's body is larger than ${maxBodyBytes} bytes. Send less, or split it.`)
  }
}

/** Thrown if the client did not send the whole body. */
export class BodyCutShortError extends Error {
  override readonly name = 'BodyCutShortError'

  constructor() {
    super('The client disconnected before the end of the body. Send the whole body.')
  }
}

export const maxBodyBytes = 1_048_576
