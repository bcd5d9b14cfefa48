/** The most requests in any window of `windowMs`. */
export interface Limit {
  readonly requests: number
  readonly windowMs: number
}

/** The decision of a limiter on one request. */
export interface Said {
  readonly served: boolean
  /** The number of requests that would be served now. */
  readonly remaining: number
  /** After a refusal: whole seconds, rounded up, until a request would be served. */
  readonly waitS?: number
}

/** Decides on the requests of one caller, each at the present instant of the system's clock. */
export interface Limiter {
  ask(): Said | Promise<Said>
}

export const secondsOf = (ms: number): number => Math.ceil(ms / 1000)
