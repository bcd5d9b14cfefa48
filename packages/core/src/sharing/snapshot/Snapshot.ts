import type { Call } from '../../contract/Call.ts'
import type { AccountState } from '../../limiter/AccountRules.ts'
import type { SharedAuth } from '../../limiter/auth/SharedAuth.ts'

/** A request in flight, or a permit that a member holds for its next one. */
export interface Attempt {
  readonly account: string
  readonly credentialId?: string | undefined
  readonly sentAt: number
  /** How long its member waits for the response, in ms. */
  readonly timeoutMs: number
  readonly isProbe?: boolean | undefined
  /** Whether its permit is of the member's share for outages: the store did not grant it. */
  readonly isShare?: boolean | undefined
  /** Whether it uses one of its member's leased slots, and has none of its own. */
  readonly isLeased?: boolean | undefined
  /** Whether it was for a call to come when its member last committed. */
  readonly isSpare?: boolean | undefined
}

/** So many of a member's leased attempts may be in flight at a time. */
export interface LeasedSlots {
  readonly credentialId: string
  readonly count: number
}

/** A member that waits for a permit of an account. */
export interface Want {
  /** Since when it has waited without being given one. */
  readonly since: number
  readonly count: number
  readonly credentialId?: string | undefined
  /** From when on it would take one. */
  readonly readyAt: number
  /** When it counts no more, unless its member says so again. */
  readonly until: number
}

/** What a member may spend of an account while the store fails. */
export interface Share {
  readonly requests: number
  /** In any window of this length. */
  readonly windowMs: number
  /** When its last response may come. */
  readonly until: number
  /** With which credential, one request at a time. Left out for the anonymous caller. */
  readonly credentialId?: string | undefined
}

export interface MemberState {
  /** When it last committed. */
  at: number
  /** When its attempts count as given up, unless it commits again: the end of its lease. */
  until: number
  /** How long a request that it gave up may still reach the API, in ms. */
  maxFlightMs: number
  /** What it holds, by id. */
  attempts: Record<string, Attempt>
  /** Left out if no attempt is leased. */
  slots?: LeasedSlots
  /** The ids of what others took when its lease had ended; left out if they took nothing. */
  taken?: readonly string[]
  /** Whether its last request got no response. */
  isIll?: boolean
  /** By account. */
  wants: Record<string, Want>
  /** By account; left out if it has none. */
  shares?: Readonly<Record<string, Share>>
}

export interface StoredAccount extends AccountState {
  /** The credentials that use it, the newest last. */
  credentialIds: string[]
}

/** The store has lost its data, and a member has written back what it knew. */
export interface Lost {
  /** What it knew: a version of a lineage, and the time of that. */
  readonly from: string
  readonly version: number
  readonly knownAt: number
  /** When it wrote that back. */
  readonly at: number
  /** The members that may know of more. */
  readonly unheard: readonly string[]
}

/** What the members of an origin know together. Instants are of the store's clock. */
export interface Snapshot {
  /**
   * Names the run of versions that this one continues. A new one begins when the store has lost its
   * data.
   */
  lineage: string
  lost?: Lost
  auth: SharedAuth
  accounts: Record<string, StoredAccount>
  members: Record<string, MemberState>
}

/** An attempt as the rules see it. */
export function callOf({ credentialId, sentAt }: Attempt): Call {
  return { credentialId, endpoint: '', level: 1, whenLocked: 'fail', sentAt }
}

/** The id of the anonymous caller's account. */
export const anonymousId = 'anonymous'

export function emptySnapshot(lineage: string): Snapshot {
  return {
    lineage,
    auth: { statuses: {}, unconfirmed: [], lockout: undefined },
    accounts: {},
    members: {},
  }
}

/**
 * Returns a copy with which a commit begins. It has the accounts and members of `snapshot`, which
 * never change: the commit puts copies into their places.
 */
export function copySnapshot(snapshot: Snapshot): Snapshot {
  return { ...snapshot, accounts: { ...snapshot.accounts }, members: { ...snapshot.members } }
}
