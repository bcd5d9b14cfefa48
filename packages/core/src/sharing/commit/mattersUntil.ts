import { driftMs } from '../../limiter/PermitLog.ts'
import type { CredentialRecord } from '../../limiter/auth/credentialRecord.ts'
import { unconfirmedMs } from '../../limiter/auth/Unconfirmed.ts'
import { abandonment } from './leases.ts'
import { heldUntil } from './shares.ts'
import type { MemberState, Snapshot, StoredAccount } from '../snapshot/Snapshot.ts'

/**
 * When a snapshot can be forgotten: after the last permit, lockout and rejection in it. What it
 * says of members without requests matters only if the store loses its data.
 */
export function mattersUntil({ lost, auth, accounts, members }: Snapshot): number {
  let until = Math.max(0, auth.lockout?.probeAt ?? 0)
  for (const attempt of auth.unconfirmed) until = Math.max(until, attempt.until)
  for (const id in auth.statuses) until = Math.max(until, statusUntil(auth.statuses[id] as CredentialRecord))
  for (const id in members) until = Math.max(until, memberUntil(members[id] as MemberState, accounts))
  let longestMs = 0
  for (const id in accounts) {
    const account = accounts[id] as StoredAccount
    until = Math.max(until, accountUntil(account))
    longestMs = Math.max(longestMs, heldMs(account))
  }
  return lost ? Math.max(until, lost.at + longestMs) : until
}

function statusUntil(status: CredentialRecord): number {
  let until = 0
  if (status.kind === 'rejected') until = status.recheckAt
  if (status.kind === 'verified') until = status.believedUntil
  for (const refused of status.refused ?? []) until = Math.max(until, refused.until)
  return until
}

function memberUntil(member: MemberState, accounts: Snapshot['accounts']): number {
  let until = 0
  for (const id in member.attempts) {
    const attempt = member.attempts[id]
    if (attempt === undefined) continue
    // It may count as given up when the member's lease ends, and is held for a window then.
    const { arrivedBy, countedBy } = abandonment(member, attempt)
    until = Math.max(until, countedBy + heldMs(accounts[attempt.account]), arrivedBy + unconfirmedMs)
  }
  for (const share of Object.values(member.shares ?? {})) until = Math.max(until, heldUntil(member, share))
  for (const account in member.wants) until = Math.max(until, member.wants[account]?.until ?? 0)
  return until
}

function accountUntil(account: StoredAccount): number {
  const { budget, said, pace } = account
  const { answered, lost } = budget.permits
  const lastAt = Math.max(answered.at.at(-1) ?? 0, lost.at.at(-1) ?? 0)
  return Math.max(
    lastAt + heldMs(account),
    said.closedUntil ?? 0,
    said.statedUntil ?? 0,
    pace.dueAt ?? 0,
    pace.waryUntil ?? 0,
  )
}

/** Returns how long a permit of an account is held after the response, in ms. */
function heldMs(account: StoredAccount | undefined): number {
  const longestMs = Math.max(0, ...(account?.budget.permits.windowsMs ?? []))
  return longestMs + driftMs(longestMs)
}
