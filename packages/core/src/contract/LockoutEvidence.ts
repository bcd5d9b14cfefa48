import type * as platform from './platform.ts'
/** What is known about a 403 when it has to be told whether it is a lockout (CONTRACT C7). */
export interface LockoutEvidence {
  readonly headers: platform.Headers
  /** The first bytes of the body. */
  readonly text: string
  /** Whether the request carried a credential. */
  readonly isAuthenticated: boolean
  /** Whether that credential had a good answer within `verifiedForMs`. */
  readonly isProven: boolean
  /** Whether some credential was rejected (401) at this origin within the last minute. */
  readonly hasRejection: boolean
  /** How many plain 403s the credential has had since its last good answer. */
  readonly forbidden: number
}
