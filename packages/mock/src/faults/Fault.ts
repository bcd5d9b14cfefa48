/**
 * What goes wrong on the wire:
 * - `reset-before`: the connection is reset before the request is looked at; it counts nowhere
 * - `reset-after`: the request is processed and counted, then the connection is reset: the answer is lost
 * - `drop`: processed and counted, but never answered
 * - `half`: half of the body, then the connection ends
 * - `wrong-length`: a Content-Length longer than the body, then the connection ends
 * - `drip`: the body, a byte at a time, twenty a second
 * - `garbage`: bytes that are no HTTP
 * - `duplicate`: the answer twice
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

/** A delay, always the same or drawn: half of them below `medianMs`, one in a hundred above `p99Ms`. */
export type Delay = number | { readonly medianMs: number; readonly p99Ms: number }

/** Something that goes wrong, and for which requests. */
export interface Fault {
  /** How the journal names it. @defaultValue what it does */
  readonly name?: string
  /** Only for this method. */
  readonly method?: string
  /** Only for this path; a `*` stands for anything. */
  readonly path?: string
  /** Only for this token, or the token with this fingerprint. */
  readonly token?: string
  /** Only for every nth of the requests that match. */
  readonly nth?: number
  /** With this probability, from 0 to 1, drawn repeatably from the mock's seed. */
  readonly probability?: number
  /** At most so often. @defaultValue without end */
  readonly times?: number

  /** The request is judged only after so long. */
  readonly processAfterMs?: Delay
  /** The answer leaves only after so long. */
  readonly delayMs?: Delay
  /** Answers with this status in place of the route. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** With `status`: false has it answered ahead of lockout, credentials and limit, as a gateway in front would. @defaultValue true */
  readonly counted?: boolean
  readonly breakage?: Breakage
}
