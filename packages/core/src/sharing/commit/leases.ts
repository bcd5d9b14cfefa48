import { leaseMs, renewMs } from './leaseTimes.ts'
import { mayBeInFlight } from './leasedSlots.ts'
import type { Abandonment, SharedRules } from './SharedRules.ts'
import { isEmpty } from '../snapshot/isEmpty.ts'
import type { Attempt, MemberState, Snapshot, StoredAccount } from '../snapshot/Snapshot.ts'

/** Counts what the members hold: that is what is in flight. */
export function countInFlight({ accounts, members }: Snapshot): void {
  const counts = new Map<string, number>()
  for (const id in members) {
    const { attempts } = members[id] as MemberState
    for (const attemptId in attempts) {
      const { account } = attempts[attemptId] as Attempt
      counts.set(account, (counts.get(account) ?? 0) + 1)
    }
  }
  for (const id in accounts) {
    const account = accounts[id] as StoredAccount
    const { budget } = account
    const inFlight = counts.get(id) ?? 0
    if (budget.permits.inFlight !== inFlight)
      accounts[id] = { ...account, budget: { ...budget, permits: { ...budget.permits, inFlight } } }
  }
}

/**
 * Takes what the others hold whose lease has ended: they have vanished. The member that commits is
 * there. Returns whether it took anything.
 */
export function endLeases({ members }: Snapshot, memberId: string, rules: SharedRules, at: number): boolean {
  let hasTaken = false
  for (const id in members) {
    const member = members[id] as MemberState
    if (id === memberId || member.until > at) continue
    const taken = Object.keys(member.attempts)
    if (taken.length === 0) continue
    const inFlight = mayBeInFlight(member)
    for (const attemptId of taken) {
      const attempt = member.attempts[attemptId] as Attempt
      rules.abandoned(attempt, abandonment(member, attempt), inFlight.has(attemptId) ? id : undefined)
    }
    members[id] = { ...member, attempts: {}, taken }
    hasTaken = true
  }
  return hasTaken
}

/** Gives a member what it still has in flight, though others took it when its lease had ended. */
export function takeBack(member: MemberState, rules: SharedRules): void {
  for (const id of member.taken ?? []) {
    const attempt = member.attempts[id]
    if (attempt) rules.takenBack(attempt, abandonment(member, attempt))
  }
  if (member.taken) delete member.taken
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
  if (isEmpty(member.attempts)) return
  if (hasGrants || member.until - renewMs <= at) member.until = at + leaseMs
}
