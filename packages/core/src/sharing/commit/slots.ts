import { reachesWithinMs } from '../../limiter/auth/InFlight.ts'
import { heldBy } from './fairness.ts'
import { inSlots } from './inSlots.ts'
import { sharersOf } from './shares.ts'
import type { MemberState, Snapshot, Want } from '../snapshot/Snapshot.ts'

interface Share {
  readonly memberId: string
  readonly account: string
  readonly credentialId: string | undefined
  readonly at: number
}

/**
 * A member holds at most its share of the slots, one if it is ill, and leaves theirs to those that
 * come before it. Call if the lockout's rule is open: if slow calls have taken every slot by then,
 * it lets one call of a verified credential go past them, which is the next member's in turn.
 */
export function hasSlot(
  snapshot: Snapshot,
  { memberId, account, credentialId, at }: Share,
  options: { readonly ahead: number; readonly maxInFlight: number; readonly isVerified: boolean },
): boolean {
  const { members } = snapshot
  const me = members[memberId]
  const others = Object.entries(members)
    .filter(([id]) => id !== memberId)
    .map(([, member]) => member)
  const hasOthers = others.some(
    (member) => heldBy(member, account) > 0 || (member.wants[account]?.until ?? 0) > at,
  )
  if (me?.isIll === true && heldBy(me, account) >= 1 && hasOthers) return false
  if (credentialId === undefined) return true
  const countsFrom = countingSince(snapshot, credentialId)
  const slots = others.map((member) => slotsOf(member, credentialId, countsFrom))
  const sharers = others.filter(
    (member, index) => (slots[index] ?? 0) > 0 || isWanting(member.wants[account], credentialId, at),
  )
  const { maxInFlight, isVerified } = options
  const free = Math.max(1, maxInFlight - sharersOf(snapshot, account, at))
  // A probe is sent alone.
  const ahead = isVerified ? options.ahead : 0
  const own = me ? slotsOf(me, credentialId, countsFrom) : 0
  const used = slots.reduce((sum, count) => sum + count, own)
  if (used >= maxInFlight) return isVerified && ahead === 0
  return own < Math.ceil(free / (1 + sharers.length)) && used + ahead < free
}

/**
 * Whether a member may keep a slot for calls to come, one that it has or one that is free: no other
 * member waits for one that has less than its share.
 */
export function keepsSlot(
  snapshot: Snapshot,
  { memberId, account, credentialId, at }: Share,
  maxInFlight: number,
): boolean {
  if (credentialId === undefined) return true
  const slots = Object.entries(snapshot.members).map(([id, member]) => ({
    isOwn: id === memberId,
    count: slotsOf(member, credentialId, Number.NEGATIVE_INFINITY),
    wants: isWanting(member.wants[account], credentialId, at),
  }))
  const sharers = slots.filter(({ count, wants }) => count > 0 || wants).length
  const free = maxInFlight - sharersOf(snapshot, account, at)
  const used = slots.reduce((sum, { count }) => sum + count, 0)
  const share = Math.max(1, Math.floor(free / Math.max(1, sharers)))
  return slots.every(({ isOwn, count, wants }) =>
    isOwn ? count > 0 || used < free : !wants || count >= share,
  )
}

function slotsOf(member: MemberState, credentialId: string, countsFrom: number): number {
  return [...inSlots(member).values()].filter(
    (attempt) => attempt.credentialId === credentialId && attempt.sentAt > countsFrom,
  ).length
}

/**
 * An attempt takes no slot any more once it has certainly reached the API while its credential was
 * good.
 */
function countingSince({ auth }: Snapshot, credentialId: string): number {
  const record = auth.statuses[credentialId]
  return record?.kind === 'verified' ? record.acceptedSentAt - reachesWithinMs : Number.NEGATIVE_INFINITY
}

function isWanting(want: Want | undefined, credentialId: string, at: number): boolean {
  return want !== undefined && want.credentialId === credentialId && want.readyAt <= at && want.until > at
}
