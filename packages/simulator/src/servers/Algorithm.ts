/** How a server counts. It has no clock: the caller passes the time, which never runs backwards. */
export interface Algorithm {
  /** Counts a request and returns true, or refuses it. A refused request does not count. */
  take(now: number): boolean
  /** The number of requests that would be served now. */
  remaining(now: number): number
  /** Milliseconds until more requests are available. */
  resetMs(now: number): number
}

export interface Quota {
  readonly requests: number
  readonly windowMs: number
}
