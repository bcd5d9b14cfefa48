import { driftMs } from '../../limiter/PermitLog.ts'
import { unconfirmedMs } from '../../limiter/auth/Unconfirmed.ts'
import { abandonment } from './leases.ts'
import type { Snapshot, StoredAccount } from '../snapshot/Snapshot.ts'

/**
 * When a snapshot can be forgotten: after the last permit, lockout and rejection in it. What it
 * says of members without requests matters only if the store loses its data.
 */
export function mattersUntil({ lost, auth, accounts, members }: Snapshot): number {
  const { lockout, unconfirmed, statuses } = auth
  const untils = [lockout?.probeAt, ...unconfirmed.map(({ until }) => until)]
  for (const status of Object.values(statuses)) {
    if (status.kind === 'rejected') untils.push(status.recheckAt)
    if (status.kind === 'verified') untils.push(status.believedUntil)
    untils.push(...(status.refused ?? []).map(({ until }) => until))
  }
  for (const member of Object.values(members)) {
    for (const attempt of Object.values(member.attempts)) {
      // It may count as given up when the member's lease ends, and is held for a window then.
      const { arrivedBy, countedBy } = abandonment(member, attempt)
      untils.push(countedBy + heldMs(accounts[attempt.account]), arrivedBy + unconfirmedMs)
    }
    untils.push(...Object.values(member.wants).map((want) => want.until))
  }
  for (const account of Object.values(accounts)) {
    const { budget, said, pace } = account
    const { answered, lost: unheard } = budget.permits
    untils.push(...[answered.at.at(-1), unheard.at.at(-1)].map((at = 0) => at + heldMs(account)))
    untils.push(said.closedUntil, said.statedUntil, pace.dueAt, pace.waryUntil)
  }
  if (lost) untils.push(lost.at + Math.max(0, ...Object.values(accounts).map(heldMs)))
  return Math.max(0, ...untils.map((until = 0) => until))
}

/** Returns how long a permit of an account is held after the response, in ms. */
function heldMs(account: StoredAccount | undefined): number {
  const longestMs = Math.max(0, ...(account?.budget.permits.windowsMs ?? []))
  return longestMs + driftMs(longestMs)
}
