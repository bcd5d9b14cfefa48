import { heldBy } from './fairness.ts'
import type { MemberState, Snapshot, Want } from './Snapshot.ts'

interface Share {
  readonly memberId: string
  readonly account: string
  readonly credentialId: string | undefined
  readonly at: number
}

/** A member holds at most its share of the slots, one if it is ill, and leaves theirs to those that come before it. */
export function hasSlot(
  { members }: Snapshot,
  { memberId, account, credentialId, at }: Share,
  { ahead, maxInFlight }: { readonly ahead: number; readonly maxInFlight: number },
): boolean {
  const me = members[memberId]
  const others = Object.entries(members)
    .filter(([id]) => id !== memberId)
    .map(([, member]) => member)
  const hasOthers = others.some(
    (member) => heldBy(member, account) > 0 || (member.wants[account]?.until ?? 0) > at,
  )
  if (me?.isIll === true && heldBy(me, account) >= 1 && hasOthers) return false
  if (credentialId === undefined) return true
  const slots = others.map((member) => slotsOf(member, credentialId))
  const sharers = others.filter(
    (member, index) => (slots[index] ?? 0) > 0 || isWanting(member.wants[account], credentialId, at),
  )
  const own = me ? slotsOf(me, credentialId) : 0
  const used = slots.reduce((sum, count) => sum + count, own)
  return own < Math.ceil(maxInFlight / (1 + sharers.length)) && used + ahead < maxInFlight
}

function slotsOf({ attempts }: MemberState, credentialId: string): number {
  return Object.values(attempts).filter((attempt) => attempt.credentialId === credentialId).length
}

function isWanting(want: Want | undefined, credentialId: string, at: number): boolean {
  return want !== undefined && want.credentialId === credentialId && want.readyAt <= at && want.until > at
}
