import type { SharedBudget } from '../limiter/Budget.ts'
import type { SharedPace } from '../limiter/Pacing.ts'
import type { SaidByServer } from '../limiter/ServerLimit.ts'
import type { Flight } from '../limiter/auth/InFlight.ts'
import type { SharedAuth } from '../limiter/auth/AuthGuard.ts'

/** A request under way, or whose member was killed before it could say how it ended. */
export interface SharedAttempt extends Flight {
  readonly id: string
  readonly memberId: string
  readonly account: string
  /** When it can no longer reach the server, if nobody says more. */
  readonly until: number
}

export interface SharedAccount {
  readonly budget: SharedBudget
  readonly said: SaidByServer
  readonly pace: SharedPace
  /** From when on there is nothing to remember. */
  readonly heldUntil: number
}

/** What the members of an origin know together. Instants are those of their `SharedClock`. */
export interface Snapshot {
  /** When it was written. */
  readonly at: number
  /** When what was known was lost: until a window later, whatever an account is not known to hold counts as spent. */
  readonly spentAt: number | undefined
  readonly auth: SharedAuth
  /** By id. */
  readonly accounts: Readonly<Record<string, SharedAccount>>
  /** The account of each credential, by fingerprint: the id is that of the first. */
  readonly names: Readonly<Record<string, string>>
  readonly attempts: readonly SharedAttempt[]
}

/** The id of the anonymous caller's account. */
export const anonymousId = 'anonymous'

/** Nobody has written anything yet. */
export const emptySnapshot: Snapshot = {
  at: 0,
  spentAt: undefined,
  auth: { statuses: {}, unconfirmed: [], lockout: undefined },
  accounts: {},
  names: {},
  attempts: [],
}
