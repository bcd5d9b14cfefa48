/** How a server counts. Knows no clock: it is told the time, which never runs backwards. */
export interface Algorithm {
  /** Counts a request, or refuses it. A refused one does not count. */
  take(now: number): boolean
  /** How many more would be served at once. */
  remaining(now: number): number
  /** Milliseconds until there is more. */
  resetMs(now: number): number
}

export interface Quota {
  readonly requests: number
  readonly windowMs: number
}
