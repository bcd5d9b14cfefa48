import type { Limit } from './Limit.ts'

/** What the clients of an account may differ in; where they do, the strictest holds. */
export interface AccountTerms {
  /** What is assumed where no limit is given. */
  readonly assumed: Limit
  readonly given: Limit | undefined
  readonly burstShare: number
  readonly reserve: number
  readonly maxWaiting: number
}
