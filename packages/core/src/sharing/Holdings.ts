import type { SharedAccount } from '../scope/Sharing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { newRecord } from './snapshot/newRecord.ts'
import type { Attempt } from './snapshot/Snapshot.ts'
import { leaseMs, marginMs } from './commit/leaseTimes.ts'
import type { WantedCalls } from './WantedCalls.ts'
import type { GrantedAttempt } from './commit/Work.ts'

/** An attempt that a member holds: of a call, or for the next one. */
export interface Holding {
  readonly attemptId: string
  readonly account: SharedAccount
  /** As the other members see it. */
  attempt: Attempt
  /** When the commit that gave it was started, by the clock of this process. */
  readonly startedAt: number
  /** Its call; `undefined` for a call to come. */
  queued: QueuedCall | undefined
}

/**
 * The attempts that this member holds. What is not here any more goes back with the next commit.
 */
export class Holdings {
  readonly #holdings = new Map<string, Holding>()

  get size(): number {
    return this.#holdings.size
  }

  /** What the other members must know of, by id. */
  get attempts(): Readonly<Record<string, Attempt>> {
    const attempts = newRecord<Attempt>()
    for (const [id, { attempt }] of this.#holdings) attempts[id] = attempt
    return attempts
  }

  add(holding: Holding): void {
    this.#holdings.set(holding.attemptId, holding)
  }

  /** Whether a request with a token is in flight, or may still be sent on one of these. */
  hasToken(now: number): boolean {
    return [...this.#holdings.values()].some(
      (each) =>
        each.attempt.credentialId !== undefined && (each.queued !== undefined || this.isFresh(each, now)),
    )
  }

  /** Takes what was granted, and gives the calls that may leave, by account. */
  take(
    granted: readonly GrantedAttempt[],
    wanted: WantedCalls,
    startedAt: number,
  ): Map<SharedAccount, QueuedCall[]> {
    const leaving = new Map<SharedAccount, QueuedCall[]>()
    for (const { attemptId, attempt } of granted) {
      const found = wanted.get(attemptId)
      if (found === undefined) continue
      const { account } = found
      // It may have left meanwhile, on a permit that was held for a call to come. So is this one.
      const queued = found.queued?.attemptId === undefined ? found.queued : undefined
      this.#holdings.set(attemptId, { attemptId, account, attempt, startedAt, queued })
      if (queued === undefined) continue
      queued.attemptId = attemptId
      const calls = leaving.get(account)
      if (calls) calls.push(queued)
      else leaving.set(account, [queued])
    }
    return leaving
  }

  of(queued: QueuedCall): Holding | undefined {
    return queued.attemptId === undefined ? undefined : this.#holdings.get(queued.attemptId)
  }

  delete({ attemptId }: Pick<Holding, 'attemptId'>): void {
    this.#holdings.delete(attemptId)
  }

  /**
   * Whether a request may still be sent on it: others count on that for no longer than the lease.
   */
  isFresh(holding: Holding | undefined, now: number): boolean {
    return holding !== undefined && now - holding.startedAt < leaseMs - marginMs
  }

  /** Those for calls to come. */
  spare(account: SharedAccount): Holding[] {
    const spare: Holding[] = []
    for (const each of this.#holdings.values())
      if (each.queued === undefined && each.account === account) spare.push(each)
    return spare
  }

  /** Whether any are. */
  get hasSpare(): boolean {
    for (const { queued } of this.#holdings.values()) if (queued === undefined) return true
    return false
  }

  /** Keeps at most so many of those for calls to come. Returns how many are left. */
  keepSpare(account: SharedAccount, most: number): number {
    const spare = this.spare(account)
    for (const each of spare.slice(most)) this.delete(each)
    return Math.min(spare.length, most)
  }

  /** How many leased ones are in flight. */
  get leasedInFlight(): number {
    let count = 0
    for (const { attempt, queued } of this.#holdings.values())
      if (attempt.isLeased === true && queued !== undefined) count += 1
    return count
  }

  /** Whether any leased one is for a call to come. */
  get hasSpareLeased(): boolean {
    for (const { attempt, queued } of this.#holdings.values())
      if (attempt.isLeased === true && queued === undefined) return true
    return false
  }

  /** Whether any that takes a slot of its own is for a call to come. */
  get hasSpareSlot(): boolean {
    for (const { attempt, queued } of this.#holdings.values())
      if (queued === undefined && attempt.credentialId !== undefined && attempt.isLeased !== true) return true
    return false
  }

  /** Gives back some of those for calls to come. */
  dropSpare(isDropped: (attempt: Attempt) => boolean): void {
    for (const each of this.#holdings.values())
      if (each.queued === undefined && isDropped(each.attempt)) this.delete(each)
  }

  /**
   * Those in flight that left at `before` or earlier get slots of their own. Returns how many were
   * leased.
   */
  ownSlots(before: number): number {
    let count = 0
    for (const each of this.#holdings.values()) {
      const { attempt, queued } = each
      if (attempt.isLeased !== true || queued === undefined || queued.leftAt > before) continue
      each.attempt = { ...attempt, isLeased: undefined, sentAt: queued.sentAt }
      count += 1
    }
    return count
  }

  /** Those for calls to come that `queued` can use. */
  spareFor(account: SharedAccount, { credentialId, timeoutMs }: QueuedCall, now: number): Holding[] {
    return this.spare(account).filter(
      (each) =>
        each.attempt.credentialId === credentialId &&
        each.attempt.timeoutMs >= timeoutMs &&
        this.isFresh(each, now),
    )
  }
}
