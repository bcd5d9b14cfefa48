import type { AccountTerms } from '../../contract/AccountTerms.ts'
import type { Call } from '../../contract/Call.ts'
import type { Limit } from '../../contract/Limit.ts'
import type { Outcome } from '../../contract/Outcome.ts'
import type { WaitReason } from '../../contract/WaitReason.ts'
import type { Attempt, LeasedSlots, Snapshot } from '../snapshot/Snapshot.ts'
import type { Encoded } from '../snapshot/snapshotText.ts'

/** A call that wants a permit. */
export interface WantedCall {
  /** Names its attempt, if it gets a permit. */
  readonly attemptId: string
  readonly call: Omit<Call, 'sentAt'>
  readonly timeoutMs: number
}

/** A request that has ended. */
export interface EndedAttempt {
  readonly attemptId: string
  /** As the other members saw it. */
  readonly attempt: Attempt
  readonly call: Call
  readonly outcome: Outcome
}

/** One account, as a member knows it. */
export interface AccountWork {
  readonly id: string
  /** Whether the user gave it its id. */
  readonly isNamed: boolean
  readonly credentialIds: readonly string[]
  readonly terms: AccountTerms
  /** Limits that its clients have given besides that of its terms. */
  readonly limits: readonly Limit[]
  /** The first of those that want a permit, in the order of their turns. */
  readonly wanted: readonly WantedCall[]
  /** How many want one in all. */
  readonly waiting: number
  /** Permits to hold for calls that come before the next commit. */
  readonly spare: readonly WantedCall[]
}

/** The newest snapshot that a member has seen. */
export interface KnownSnapshot {
  readonly snapshot: Snapshot
  /** As it is stored. */
  readonly text: string
  /** The texts of its parts, if this member has encoded them. */
  readonly encoded?: Encoded | undefined
  readonly version: number
  readonly at: number
}

/** What a member knows of its shares for outages, by the ids of their accounts. */
export interface OwnShares {
  /** It has sent requests on these shares, and the server may still count them. */
  readonly spent: readonly string[]
  /** It may still send requests with a token on these shares, and on no others. */
  readonly withToken: readonly string[]
}

/**
 * Everything that a member brings to a commit. Plain data, so that deciding has no effect, and can
 * be repeated.
 */
export interface Work {
  readonly memberId: string
  /** Names the lineage that it begins, if nothing is stored. No other commit has the same. */
  readonly lineage: string
  /** Since when it has been a member. */
  readonly joinedAt: number | undefined
  /** From 0 to below 1. */
  readonly random: number
  readonly options: {
    readonly maxFlightMs: number
    readonly verifiedForMs: number
    readonly maxInFlight: number
    /** Part of the limit that it may spend while the store fails. */
    readonly outageShare: number
    /** Of a limit that is not smaller, it works with few commits. */
    readonly fewCommitsFrom: number
  }
  readonly shares: OwnShares
  readonly known: KnownSnapshot | undefined
  /** The attempts that it holds, by id: in flight, or not used yet. */
  readonly held: Readonly<Record<string, Attempt>>
  /** Those that it keeps for its leased attempts: it may be using them. */
  readonly slots: LeasedSlots | undefined
  readonly ended: readonly EndedAttempt[]
  /** Credentials that their owner says are good. */
  readonly pardoned: readonly string[]
  readonly accounts: readonly AccountWork[]
  /** Whether it will not commit again. */
  readonly isLeaving: boolean
}

export interface GrantedAttempt {
  readonly attemptId: string
  readonly attempt: Attempt
}

/** Why an account is closed to a member, if its own rules cannot tell. */
export interface Closed {
  readonly until: number
  readonly reason: WaitReason
}

/** What came of a commit. */
export interface Decision {
  readonly snapshot: Snapshot
  readonly text: string
  readonly encoded: Encoded | undefined
  readonly granted: readonly GrantedAttempt[]
  /** The shared id of each account, by the member's own. */
  readonly ids: Readonly<Record<string, string>>
  /** By the member's own id. */
  readonly closed: Readonly<Record<string, Closed>>
  /** Whether other members have changed something since the last commit, or have vanished. */
  readonly hasNews: boolean
  /** What was stored made no sense. */
  readonly damaged: string | undefined
}
