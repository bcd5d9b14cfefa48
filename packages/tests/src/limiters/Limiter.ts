/** At most so many requests in any such window. */
export interface Limit {
  readonly requests: number
  readonly windowMs: number
}

/** What a limiter says of one request. */
export interface Said {
  readonly served: boolean
  /** How many more would be served at once. */
  readonly remaining: number
  /** Where it is refused: whole seconds, rounded up, until one would be served. */
  readonly waitS?: number
}

/** Decides on one caller's requests, each at the present instant of the system's clock. */
export interface Limiter {
  ask(): Said | Promise<Said>
}

export const secondsOf = (ms: number): number => Math.ceil(ms / 1000)
