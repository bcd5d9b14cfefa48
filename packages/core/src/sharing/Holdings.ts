import type { SharedAccount } from '../scope/Sharing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { Attempt } from './snapshot/Snapshot.ts'
import { leaseMs, marginMs, renewMs } from './commit/leaseTimes.ts'
import type { WantedCalls } from './WantedCalls.ts'
import type { GrantedAttempt } from './commit/Work.ts'

/** An attempt that a member holds: of a call, or for the next one. */
export interface Holding {
  readonly attemptId: string
  readonly account: SharedAccount
  /** As the other members see it. */
  readonly attempt: Attempt
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
    const shared = [...this.#holdings].filter(([, { attempt }]) => attempt.isShare !== true)
    return Object.fromEntries(shared.map(([id, { attempt }]) => [id, attempt]))
  }

  add(holding: Holding): void {
    this.#holdings.set(holding.attemptId, holding)
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
      const { account, queued } = found
      // It has left meanwhile, on a permit that was held already.
      if (queued && this.of(queued)) continue
      this.#holdings.set(attemptId, { attemptId, account, attempt, startedAt, queued })
      if (queued === undefined) continue
      queued.attemptId = attemptId
      leaving.set(account, [...(leaving.get(account) ?? []), queued])
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
    return [...this.#holdings.values()].filter(
      (each) => each.queued === undefined && each.account === account,
    )
  }

  /**
   * Keeps at most so many of those for calls to come, and none that can soon not be used any more.
   * Returns how many are left.
   */
  keepSpare(account: SharedAccount, most: number, now: number): number {
    const kept = this.spare(account)
      .filter(({ startedAt }) => now - startedAt < renewMs)
      .slice(0, most)
    for (const each of this.spare(account)) if (!kept.includes(each)) this.delete(each)
    return kept.length
  }

  /** How many calls with a credential are in flight on permits that the store has granted. */
  inFlight(credentialId: string): number {
    let count = 0
    for (const { queued, attempt } of this.#holdings.values())
      if (queued && attempt.credentialId === credentialId && !attempt.isShare) count += 1
    return count
  }

  /** One that `queued` can use, with its slot if it has a credential. */
  takeSpare(account: SharedAccount, queued: QueuedCall, now: number): Holding | undefined {
    const { credentialId, timeoutMs } = queued
    const found = this.spare(account).find(
      (each) =>
        each.attempt.credentialId === credentialId &&
        each.attempt.timeoutMs >= timeoutMs &&
        this.isFresh(each, now),
    )
    if (found === undefined) return undefined
    const { isSpare: _, ...attempt } = found.attempt
    const taken = { ...found, attempt, queued }
    this.add(taken)
    return taken
  }
}
