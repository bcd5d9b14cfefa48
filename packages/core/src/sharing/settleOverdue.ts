import type { Snapshot, SharedAccount, SharedAttempt } from './Snapshot.ts'
import { anonymousId } from './Snapshot.ts'
import type { UnconfirmedAttempt } from '../limiter/auth/Unconfirmed.ts'
import { unconfirmedMs } from '../limiter/auth/Unconfirmed.ts'

/**
 * The document with every flight ended of which nobody will say how it did: those that are past their longest, and those of
 * `memberId` itself that it knows nothing of. Each counts as given up, at its worst.
 */
export function settleOverdue(
  snapshot: Snapshot,
  now: number,
  isKnown: (attempt: SharedAttempt) => boolean,
): Snapshot {
  const ended = snapshot.attempts.filter((attempt) => attempt.until <= now || !isKnown(attempt))
  if (ended.length === 0) return snapshot
  const accounts = { ...snapshot.accounts }
  const unconfirmed: UnconfirmedAttempt[] = [...snapshot.auth.unconfirmed]
  for (const { account, credentialId, until, isProbe } of ended) {
    hold(accounts, account, until)
    if (credentialId === undefined) continue
    // It may have been counted against the address instead (CONTRACT, "Does a refused request count?").
    hold(accounts, anonymousId, until)
    unconfirmed.push({
      credentialId,
      endedAt: until,
      until: until + unconfirmedMs,
      isRejection: false,
      isProbe,
    })
  }
  return {
    ...snapshot,
    accounts,
    auth: { ...snapshot.auth, unconfirmed },
    attempts: snapshot.attempts.filter((attempt) => !ended.includes(attempt)),
  }
}

function hold(accounts: Record<string, SharedAccount>, id: string, until: number): void {
  const account = accounts[id]
  if (account === undefined) return
  const { permits } = account.budget
  const lostUntil = [...permits.lostUntil, until]
  accounts[id] = { ...account, budget: { ...account.budget, permits: { ...permits, lostUntil } } }
}
