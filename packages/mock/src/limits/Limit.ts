/** At most so many requests in any such window. */
export interface Limit {
  readonly requests: number
  readonly windowMs: number
}
