/** At most `requests` in any `windowMs`. */
export interface Limit {
  readonly requests: number
  /** Milliseconds. */
  readonly windowMs: number
}

/** The source of the limit: the client's default, the option `limit`, or the API's headers. */
export type LimitSource = 'default' | 'configured' | 'advertised'
