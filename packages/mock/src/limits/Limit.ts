/** The most requests in any window of `windowMs`. */
export interface Limit {
  readonly requests: number
  readonly windowMs: number
}
