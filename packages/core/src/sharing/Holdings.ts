import type { SharedAccount } from '../scope/Sharing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { leaseMs, marginMs } from './decide.ts'
import type { WantedCalls } from './WantedCalls.ts'
import type { GrantedAttempt } from './Work.ts'

/** An attempt that a member holds: of a call, or for the next one. */
export interface Holding {
  readonly attemptId: string
  readonly account: SharedAccount
  readonly credentialId: string | undefined
  /** When the commit that gave it was started, by the clock of this process. */
  readonly startedAt: number
  readonly timeoutMs: number
  readonly isProbe: boolean
  /** Its call; `undefined` for a call to come. */
  queued: QueuedCall | undefined
}

/** The attempts that this member holds. What is not here any more goes back with the next commit. */
export class Holdings {
  readonly #holdings = new Map<string, Holding>()

  get ids(): ReadonlySet<string> {
    return new Set(this.#holdings.keys())
  }

  /** Takes what was granted, and gives the calls that may leave, by account. */
  take(
    granted: readonly GrantedAttempt[],
    wanted: WantedCalls,
    startedAt: number,
  ): Map<SharedAccount, QueuedCall[]> {
    const leaving = new Map<SharedAccount, QueuedCall[]>()
    for (const { attemptId, isProbe } of granted) {
      const found = wanted.get(attemptId)
      if (found === undefined) continue
      const { account, queued, want } = found
      const { timeoutMs, call } = want
      const { credentialId } = call
      this.#holdings.set(attemptId, {
        attemptId,
        account,
        credentialId,
        startedAt,
        timeoutMs,
        isProbe,
        queued,
      })
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

  /** Whether a request may still be sent on it: others count on that for no longer than the lease. */
  isFresh(holding: Holding | undefined, now: number): boolean {
    return holding !== undefined && now - holding.startedAt < leaseMs - marginMs
  }

  /** Those for calls to come. */
  spare(account: SharedAccount): Holding[] {
    return [...this.#holdings.values()].filter(
      (each) => each.queued === undefined && each.account === account,
    )
  }

  /** Keeps at most so many of those for calls to come. Returns how many are left. */
  keepSpare(account: SharedAccount, most: number): number {
    const spare = this.spare(account)
    for (const each of spare.slice(most)) this.delete(each)
    return Math.min(spare.length, most)
  }

  /** One that `queued` can use. */
  takeSpare(account: SharedAccount, queued: QueuedCall, now: number): Holding | undefined {
    const { credentialId, timeoutMs } = queued
    const found = this.spare(account).find(
      (each) => each.credentialId === credentialId && each.timeoutMs >= timeoutMs && this.isFresh(each, now),
    )
    if (found) found.queued = queued
    return found
  }
}
