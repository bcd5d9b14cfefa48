import type { Clock } from '../contract/Clock.ts'
import type { AccountTerms } from '../contract/AccountTerms.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Outcome } from '../contract/Outcome.ts'
import type { Rule } from '../contract/Rule.ts'
import type { AccountRules } from '../limiter/AccountRules.ts'
import type { AuthGuard } from '../limiter/auth/AuthGuard.ts'
import type { Gate } from '../queue/Gate.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'

/** One account, as the member of a store shares it. */
export interface SharedAccount {
  /** Names it among the members. */
  id: string
  /** Whether the user gave it its id. */
  readonly isNamed: boolean
  /** The credentials that use it, the newest last. */
  readonly credentialIds: readonly string[]
  readonly terms: AccountTerms
  /** The limits that its clients have given besides that of its terms. */
  readonly limits: readonly Limit[]
  readonly rules: AccountRules
  readonly dispatcher: {
    readonly waiting: number
    turns(count: number): QueuedCall[]
    reply(granted: readonly QueuedCall[], hasNews: boolean): QueuedCall[]
    sendWhile(mayGo: (queued: QueuedCall) => boolean): void
    fail(cause: unknown): void
    suspend(cause: unknown): void
  }
}

export interface SharingOptions {
  readonly maxFlightMs: number
  readonly verifiedForMs: number
  readonly maxInFlight: number
  readonly random: () => number
}

/** The clients of one origin, as they join a store. */
export interface SharingHost {
  /** Names the origin in the store. */
  readonly key: string
  readonly clock: Clock
  /** The strictest of its clients'. */
  options(): SharingOptions
  readonly auth: AuthGuard
  /** Each account once. */
  accounts(): readonly SharedAccount[]
  /** The account of a credential turns out to be `id`. */
  rename(account: SharedAccount, id: string): void
  onDamage(place: string): void
}

/** What a store does for the clients of one origin. */
export interface Sharing {
  /** How far the store's clock is ahead of this process's, in ms. */
  readonly offsetMs: number
  gate(account: () => SharedAccount): Gate
  /** Closed while it is the turn of another member. */
  turn(account: () => SharedAccount): Rule
  /** A request has ended. Resolves when that is written, or is known not to be. */
  ended(queued: QueuedCall, outcome: Outcome): Promise<void>
  /**
   * Whether a request may still be sent on the permit of `queued`: others count on that for no
   * longer than its lease.
   */
  mayStillSend(queued: QueuedCall): boolean
  /** The accounts have changed. */
  changed(): void
  /** Its owner says that the credential is good. */
  pardon(credentialId: string): void
  /** Reads, and hears of what other members do from now on. */
  enter(): void
  /** Writes what is left to write, and lets go. Bounded by a second. */
  leave(): Promise<void>
}

export type JoinStore = (host: SharingHost) => Sharing
