import type { Limit } from './Limit.ts'

/** Options of the clients of an account. If they differ, the strictest holds. */
export interface AccountTerms {
  /** The limit that holds if none is configured. */
  readonly assumed: Limit
  readonly given: Limit | undefined
  readonly burstShare: number
  readonly reserve: number
  readonly maxWaiting: number
}
