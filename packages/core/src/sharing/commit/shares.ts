import { driftMs } from '../../limiter/PermitLog.ts'
import type { Deciding } from './Deciding.ts'
import { shareMs } from './leaseTimes.ts'
import type { MemberState, Share, Snapshot } from '../snapshot/Snapshot.ts'
import { anonymousId } from '../snapshot/Snapshot.ts'

/** When the server has forgotten what was spent of a share. */
export function heldUntil(
  { maxFlightMs }: Pick<MemberState, 'maxFlightMs'>,
  { until, windowMs }: Pick<Share, 'until' | 'windowMs'>,
): number {
  return until + maxFlightMs + windowMs + driftMs(windowMs)
}

/** How many members may spend a share of an account. With a token each takes a slot (P2). */
export function sharersOf({ members }: Snapshot, account: string, at: number): number {
  return Object.values(members).filter(({ shares }) => (shares?.[account]?.until ?? 0) > at).length
}

/** Takes back the shares that have ended, and sets the others aside. */
export function endShares({ accounts, members }: Snapshot, at: number): void {
  const reserved = new Map<string, number>()
  for (const member of Object.values(members)) {
    const kept = Object.entries(member.shares ?? {}).filter(([, share]) => heldUntil(member, share) > at)
    if (kept.length === 0) delete member.shares
    else member.shares = Object.fromEntries(kept)
    for (const [id, { requests }] of kept) reserved.set(id, (reserved.get(id) ?? 0) + requests)
  }
  for (const [id, { budget }] of Object.entries(accounts)) {
    const count = reserved.get(id) ?? 0
    if (count > 0) budget.permits.reserved = count
    else delete budget.permits.reserved
  }
}

/** Renews the share of the member that commits, or sets permits aside that are free. */
export function renewShare({ snapshot, rules, me, work, at }: Deciding, account: string): void {
  const { outageShare, maxInFlight } = work.options
  const isSpent = work.spentShares.includes(account)
  if (work.isLeaving) {
    giveBack(me, account, { isSpent, at })
    return
  }
  if (outageShare === 0) return
  const { budget } = rules.account(account)
  const { requests } = budget.limit(at)
  const { permits } = budget.state
  const known = me.shares?.[account]
  const own = known?.requests ?? 0
  const others = (permits.reserved ?? 0) - own
  const wanted = Math.floor(requests * outageShare)
  // One member may have more than half. Members that vanish again and again must not take all.
  const most = Math.min(wanted, Math.max(requests / 2, wanted) - others, own + budget.remaining(at))
  const isFull = account !== anonymousId && sharersOf(snapshot, account, at) >= maxInFlight - 1
  if (most < 1 || (known === undefined && isFull)) return
  const isRenewed = known === undefined || known.until - shareMs / 2 <= at
  if (most === own && !isRenewed) return
  // What was spent in a longer window, or of a larger share, counts for as long as it did.
  const share = {
    requests: Math.max(isSpent ? own : 0, Math.floor(most)),
    windowMs: Math.max(isSpent && known ? known.windowMs : 0, budget.longestMs),
    until: isRenewed ? at + shareMs : known.until,
  }
  me.shares = { ...me.shares, [account]: share }
  permits.reserved = others + share.requests
}

/** What a member that leaves has spent counts for a window more. */
function giveBack(me: MemberState, account: string, { isSpent, at }: { isSpent: boolean; at: number }): void {
  const share = me.shares?.[account]
  if (share === undefined) return
  const { [account]: _, ...rest } = me.shares ?? {}
  me.shares = isSpent ? { ...rest, [account]: { ...share, until: Math.min(at, share.until) } } : rest
}
