import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import { copyAccount } from '../limiter/AccountRules.ts'
import { elsewhere } from './commit/elsewhere.ts'
import type { Snapshot } from './snapshot/Snapshot.ts'
import type { EndedAttempt } from './commit/Work.ts'

/** A request that has ended, which the other members do not know yet. */
export interface UnwrittenAttempt extends EndedAttempt {
  readonly owner: SharedAccount
}

export interface LoadOptions {
  readonly memberId: string
  readonly joinedAt: number
  readonly now: number
  readonly unwritten: readonly UnwrittenAttempt[]
}

/** The rules go on from what all members know, and from what this one has not written yet. */
export function loadSnapshot(
  host: SharingHost,
  snapshot: Snapshot,
  { memberId, joinedAt, now, unwritten }: LoadOptions,
): void {
  const { auth } = host
  auth.restore(snapshot.auth, elsewhere(snapshot, memberId), joinedAt)
  for (const account of host.accounts()) {
    const state = snapshot.accounts[account.id]
    if (state) account.rules.state = copyAccount(state)
  }
  for (const { owner, call, attempt, outcome } of unwritten) {
    auth.resume(call, attempt.isProbe ?? false)
    auth.settled(call, outcome, now)
    for (const rule of owner.rules.all) rule.settled(call, outcome, now)
  }
}
