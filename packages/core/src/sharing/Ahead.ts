import type { Call } from '../contract/Call.ts'
import type { Outcome } from '../contract/Outcome.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import { inSlots } from './commit/inSlots.ts'
import type { Holding, Holdings } from './Holdings.ts'
import { OutageShares } from './OutageShares.ts'
import type { MemberState } from './snapshot/Snapshot.ts'

/** Of a limit that is not smaller, a member works with few commits. */
export const largeLimit = 10_000
/**
 * Permits for calls to come are given back, and ends of requests written, after a hundredth of the
 * window, within these bounds.
 */
const leastMs = 250
const mostMs = 2000

/**
 * What a member may do before its next commit: on the permits that it holds for calls to come, and
 * on its share while the store fails.
 */
export class Ahead {
  readonly shares: OutageShares
  readonly #host: SharingHost
  readonly #holdings: Holdings
  /** The credential of each slot that the others know of. */
  #slots: readonly (string | undefined)[] = []
  #offsetMs: number

  constructor(host: SharingHost, holdings: Holdings) {
    const { clock } = host
    this.shares = new OutageShares(host)
    this.#host = host
    this.#holdings = holdings
    this.#offsetMs = clock.epoch() - clock.now()
  }

  /** A commit has told what the others know of this member. */
  learn(me: MemberState | undefined, offsetMs: number): void {
    this.shares.own = me?.shares ?? {}
    this.#slots = me === undefined ? [] : [...inSlots(me).values()].map(({ credentialId }) => credentialId)
    this.#offsetMs = offsetMs
  }

  /** Takes a permit for a call that leaves without a commit, if it may. */
  take(account: SharedAccount, queued: QueuedCall, hasFailed: boolean): Holding | undefined {
    const { status } = this.#host.auth.status(queued.credentialId, this.#now)
    if (status !== 'anonymous' && status !== 'verified') return undefined
    if (account.rules.serverLimit.closedUntil(this.#now) !== undefined) return undefined
    const now = this.#host.clock.now()
    const spare = this.hasSlot(queued) ? this.#holdings.takeSpare(account, queued, now) : undefined
    return spare ?? (hasFailed ? this.shares.take(account, queued, this.#offsetMs) : undefined)
  }

  /** Whether it holds permits of a large limit for calls to come. */
  holds(account: SharedAccount): boolean {
    return this.#holdings.spare(account).length > 0 && this.#isLarge(account)
  }

  /**
   * Of a large limit the ends of requests that went well are written together, as long as calls
   * leave without a commit.
   */
  isWrittenLater(account: SharedAccount, { kind }: Outcome, isCommitting: boolean): boolean {
    if (kind !== 'ok') return false
    const isNext = account.dispatcher.waiting === 0 && isCommitting
    return this.holds(account) || (isNext && this.#isLarge(account))
  }

  /** Whether a call that leaves without a commit has one of the slots that the others know of. */
  hasSlot(call: Call): boolean {
    const { credentialId } = call
    if (credentialId === undefined) return true
    const own = this.#slots.filter((each) => each === credentialId).length
    return (
      this.#holdings.inFlight(credentialId) < own && this.#host.auth.opensAt(call, this.#now) <= this.#now
    )
  }

  /** After how long permits are given back that no call has used. */
  givesBackAfterMs(hasEnds: boolean): number {
    const windowsMs = this.#host
      .accounts()
      .filter((account) => hasEnds || this.#holdings.spare(account).length > 0)
      .map(({ rules }) => rules.budget.limit(this.#now).windowMs)
    return Math.min(...windowsMs.map((ms) => Math.max(leastMs, Math.min(ms / 100, mostMs))), Infinity)
  }

  #isLarge({ rules }: SharedAccount): boolean {
    return rules.budget.limit(this.#now).requests >= largeLimit
  }

  get #now(): number {
    return this.#host.clock.now() + this.#offsetMs
  }
}
