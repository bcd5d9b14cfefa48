import type { Flight } from '../../limiter/auth/InFlight.ts'
import { reachesWithinMs } from '../../limiter/auth/InFlight.ts'
import { flightsOf, ordinaryFlights } from './elsewhere.ts'
import { heldBy } from './fairness.ts'
import { leasedFlights } from './leasedSlots.ts'
import { othersThan } from './others.ts'
import type { Snapshot, Want } from '../snapshot/Snapshot.ts'

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
  const others = othersThan(memberId, snapshot)
  const hasOthers = others.some(
    (member) => heldBy(member, account) > 0 || (member.wants[account]?.until ?? 0) > at,
  )
  if (me?.isIll === true && heldBy(me, account) >= 1 && hasOthers) return false
  if (credentialId === undefined) return true
  const countsFrom = countingSince(snapshot, credentialId)
  const slotsOf = (requests: readonly Flight[]): number =>
    requests.filter((each) => each.credentialId === credentialId && each.sentAt > countsFrom).length
  const sharers = others.filter(
    (member) => slotsOf(flightsOf(member)) > 0 || isWanting(member.wants[account], credentialId, at),
  )
  const { maxInFlight, isVerified } = options
  // A probe is sent alone.
  const ahead = isVerified ? options.ahead : 0
  const own = me === undefined ? 0 : slotsOf([...ordinaryFlights(me), ...leasedFlights(me)])
  // Those that a member may take for its share at any time are not free for the others.
  const used = own + slotsOf(others.flatMap(flightsOf))
  if (used >= maxInFlight) return isVerified && ahead === 0
  return own < Math.ceil(maxInFlight / (1 + sharers.length)) && used + ahead < maxInFlight
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
