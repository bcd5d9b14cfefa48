/** One request as every shell hands it in. */
export interface Call {
  readonly method: string
  /** Without the query, always with a leading slash. */
  readonly path: string
  /** With its question mark, or empty. */
  readonly search: string
  /** Whom an anonymous budget and a lockout are kept for. Read first while the caller is still there, it stays known. */
  readonly address: string
  readonly signal?: AbortSignal | undefined
  /** A field's value, by its lower-case name. */
  header(name: string): string | undefined
  /** Every field, for handlers that take a `Request`. */
  headers(): Headers
  /** The whole body, however often it is asked for. @throws {BodyTooLargeError} above 1 MiB @throws {BodyCutShortError} if it ends early */
  bytes(): Promise<ReturnType<Uint8Array['slice']>>
}

/** A body larger than the mock reads. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'

  constructor() {
    super(`The request's body is larger than ${maxBodyBytes} bytes. Send less, or split it.`)
  }
}

/** A body that the client did not send to its end. */
export class BodyCutShortError extends Error {
  override readonly name = 'BodyCutShortError'

  constructor() {
    super('The client went away before its body had come. Send it whole.')
  }
}

export const maxBodyBytes = 1_048_576
