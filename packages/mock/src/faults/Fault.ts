/**
 * The ways in which a connection can fail:
 * - `reset-before`: resets the connection before the request is read; nothing counts it
 * - `reset-after`: processes and counts the request, then resets the connection without a response
 * - `drop`: processes and counts the request, and never responds
 * - `half`: sends half of the body, then ends the connection
 * - `wrong-length`: sends a Content-Length that is too large, then ends the connection
 * - `drip`: sends the body byte by byte, twenty a second
 * - `garbage`: sends bytes that are not HTTP
 * - `duplicate`: sends the response twice
 */
export const breakages = [
  'reset-before',
  'reset-after',
  'drop',
  'half',
  'wrong-length',
  'drip',
  'garbage',
  'duplicate',
] as const

export type Breakage = (typeof breakages)[number]

/** A fixed delay, or a random one: half are below `medianMs`, one in a hundred is above `p99Ms`. */
export type Delay = number | { readonly medianMs: number; readonly p99Ms: number }

/** A fault, and the requests that it applies to. */
export interface Fault {
  /** The name in the journal. @defaultValue what the fault does */
  readonly name?: string
  /** Applies only to this method. */
  readonly method?: string
  /** Applies only to this path; `*` matches any text. */
  readonly path?: string
  /** Applies only to this token, given as itself or as its fingerprint. */
  readonly token?: string
  /** Applies only to every nth matching request. */
  readonly nth?: number
  /** The probability, from 0 to 1. The mock's `seed` makes it repeatable. */
  readonly probability?: number
  /** The most times that the fault is played. @defaultValue without end */
  readonly times?: number

  /** Milliseconds before the request is processed. */
  readonly processAfterMs?: Delay
  /** Milliseconds before the response is sent. */
  readonly delayMs?: Delay
  /** The status of the response, in place of the route's. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /**
   * If false, a `status` comes before lockout, credentials and limit, as from a gateway in front.
   * @defaultValue true
   */
  readonly counted?: boolean
  readonly breakage?: Breakage
}
