/** At most `requests` in any `windowMs`. */
export interface Limit {
  readonly requests: number
  /** Milliseconds. */
  readonly windowMs: number
}

/** Where the limit in force comes from: our assumption, the option `limit`, or the API's own statement. */
export type LimitSource = 'default' | 'configured' | 'advertised'
