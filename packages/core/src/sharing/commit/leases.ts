import { leaseMs, renewMs } from './leaseTimes.ts'
import type { Abandonment, SharedRules } from './SharedRules.ts'
import type { Attempt, MemberState, Snapshot } from '../snapshot/Snapshot.ts'

/** Counts what the members hold: that is what is in flight. */
export function countInFlight({ accounts, members }: Snapshot): void {
  const counts = new Map<string, number>()
  for (const { attempts } of Object.values(members))
    for (const { account } of Object.values(attempts)) counts.set(account, (counts.get(account) ?? 0) + 1)
  for (const [id, { budget }] of Object.entries(accounts)) budget.permits.inFlight = counts.get(id) ?? 0
}

/**
 * Takes what the others hold whose lease has ended: they have vanished. The member that commits is
 * there.
 */
export function endLeases({ members }: Snapshot, memberId: string, rules: SharedRules, at: number): void {
  for (const [id, member] of Object.entries(members)) {
    const ids = Object.keys(member.attempts)
    if (id === memberId || member.until > at || ids.length === 0) continue
    for (const attempt of Object.values(member.attempts))
      rules.abandoned(attempt, abandonment(member, attempt))
    member.attempts = {}
    member.taken = ids
  }
}

/** Gives a member what it still has in flight, though others took it when its lease had ended. */
export function takeBack(member: MemberState, rules: SharedRules): void {
  for (const id of member.taken ?? []) {
    const attempt = member.attempts[id]
    if (attempt) rules.takenBack(attempt, abandonment(member, attempt))
  }
  delete member.taken
}

export function abandonment(
  { until, maxFlightMs }: MemberState,
  { sentAt, timeoutMs }: Attempt,
): Abandonment {
  return {
    endedAt: until,
    arrivedBy: until + maxFlightMs,
    countedBy: sentAt + leaseMs + timeoutMs + maxFlightMs,
  }
}

/**
 * Extends the lease of a member, if it holds attempts and has used half of it, or gets another now.
 */
export function renewLease(member: MemberState, at: number, hasGrants: boolean): void {
  if (Object.keys(member.attempts).length === 0) return
  if (hasGrants || member.until - renewMs <= at) member.until = at + leaseMs
}
