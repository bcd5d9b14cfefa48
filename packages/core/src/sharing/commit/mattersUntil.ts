import { driftMs } from '../../limiter/PermitLog.ts'
import { unconfirmedMs } from '../../limiter/auth/Unconfirmed.ts'
import { abandonment } from './leases.ts'
import type { Snapshot, StoredAccount } from './Snapshot.ts'

/**
 * When a snapshot can be forgotten: after the last permit, lockout and rejection in it. What it says of members without requests
 * matters only if the store loses its data.
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
      const { arrivedBy, countedBy } = abandonment(member, attempt)
      untils.push(countedBy, arrivedBy + unconfirmedMs)
    }
    untils.push(...Object.values(member.wants).map((want) => want.until))
  }
  for (const account of Object.values(accounts)) untils.push(accountMattersUntil(account))
  const longestMs = Math.max(0, ...Object.values(accounts).flatMap(({ budget }) => budget.permits.windowsMs))
  if (lost) untils.push(lost.at + longestMs)
  // What a member holds may count as given up when its lease ends, and is held for a window then.
  return Math.max(0, ...untils.map((until) => until ?? 0)) + longestMs + driftMs(longestMs)
}

function accountMattersUntil({ budget, said, pace }: StoredAccount): number {
  const { answered, lost } = budget.permits
  const last = [answered.at.at(-1), lost.at.at(-1)]
  return Math.max(
    0,
    ...[said.closedUntil, said.statedUntil, pace.dueAt, pace.waryUntil, ...last].map((until) => until ?? 0),
  )
}
