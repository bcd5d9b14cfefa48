import { driftMs } from '../../limiter/PermitLog.ts'
import { unconfirmedMs } from '../../limiter/auth/Unconfirmed.ts'
import type { Deciding } from './Deciding.ts'
import { unseenTokens } from './elsewhere.ts'
import { shareMs } from './leaseTimes.ts'
import { mayBeSpentUntil } from './mayLeave.ts'
import type { MemberState, Share, Snapshot, StoredAccount } from '../snapshot/Snapshot.ts'
import { anonymousId } from '../snapshot/Snapshot.ts'
import type { OwnShares } from './Work.ts'

/**
 * How many members may spend a share with a token. Each may fail once, unheard by the others, and
 * the server allows four failed logins. So two are left: one can find out about a new token.
 */
const mostWithToken = 2

/** When the server has forgotten what was spent of a share, failed logins included. */
export function heldUntil(
  { maxFlightMs }: Pick<MemberState, 'maxFlightMs'>,
  { until, windowMs, credentialId }: Share,
): number {
  const forgottenMs = credentialId === undefined ? 0 : unconfirmedMs
  return until + maxFlightMs + Math.max(windowMs + driftMs(windowMs), forgottenMs)
}

/** Takes back the shares that have ended, and sets the others aside. */
export function endShares({ accounts, members }: Snapshot, at: number): void {
  const reserved = new Map<string, number>()
  for (const memberId in members) {
    const member = members[memberId] as MemberState
    if (member.shares === undefined) continue
    const shares = Object.entries(member.shares)
    const kept = shares.filter(([, share]) => heldUntil(member, share) > at)
    if (kept.length < shares.length) {
      const { shares: _, ...rest } = member
      members[memberId] = kept.length === 0 ? rest : { ...rest, shares: Object.fromEntries(kept) }
    }
    for (const [id, { requests }] of kept) reserved.set(id, (reserved.get(id) ?? 0) + requests)
  }
  for (const id in accounts) {
    const account = accounts[id] as StoredAccount
    const { budget } = account
    const count = reserved.get(id) ?? 0
    if (count === (budget.permits.reserved ?? 0)) continue
    const { reserved: _, ...permits } = budget.permits
    const changed = count === 0 ? permits : { ...permits, reserved: count }
    accounts[id] = { ...account, budget: { ...budget, permits: changed } }
  }
}

/**
 * Takes the token from the shares that the member has stopped to spend with it, in a commit before.
 * What it has sent is among its attempts, or has ended.
 */
export function releaseTokens(me: MemberState, { spent, withToken }: OwnShares): void {
  if (me.shares === undefined) return
  const kept = Object.entries(me.shares).flatMap(([id, share]): [string, Share][] => {
    if (id === anonymousId || withToken.includes(id)) return [[id, share]]
    return spent.includes(id) ? [[id, { ...share, credentialId: undefined }]] : []
  })
  keepShares(me, Object.fromEntries(kept))
}

/**
 * Renews the share of the member that commits, or sets permits aside that are free. A share never
 * gets smaller: the member may be spending it.
 */
export function renewShare(deciding: Deciding, account: string): void {
  const { snapshot, rules, me, work, at } = deciding
  const { outageShare } = work.options
  if (work.isLeaving) {
    giveBack(me, account, work.shares.spent.includes(account), at)
    return
  }
  if (outageShare === 0) return
  const { budget, serverLimit } = rules.account(account)
  const caller = { credentialId: account === anonymousId ? undefined : account }
  if (mayBeSpentUntil(snapshot, caller, budget.longestMs) > at) return
  const token = account === anonymousId ? undefined : tokenOf(deciding, account)
  if (account !== anonymousId && token === undefined) return
  const known = me.shares?.[account]
  const own = known?.requests ?? 0
  const others = budget.reserved - own
  const wanted = Math.floor(budget.fewest * outageShare)
  // One member may have more than half. Members that vanish again and again must not take all.
  const half = Math.max(budget.fewest / 2, wanted) - others
  const free = own + Math.max(0, Math.min(budget.remaining(at), serverLimit.certainRoom))
  const requests = Math.max(own, Math.floor(Math.min(wanted, half, free)))
  if (requests < 1) return
  const isRenewed = known === undefined || known.until - shareMs / 2 <= at
  const share: Share = {
    requests,
    windowMs: Math.max(known?.windowMs ?? 0, budget.longestMs),
    until: isRenewed ? at + shareMs : known.until,
    credentialId: token,
  }
  me.shares = { ...me.shares, [account]: share }
  budget.state.permits.reserved = others + requests
}

/** The token with which the member may spend its share, if there is one that is verified. */
function tokenOf({ snapshot, rules, me, work, at }: Deciding, account: string): string | undefined {
  const known = me.shares?.[account]?.credentialId
  if (known !== undefined) return known
  const members = Object.values(snapshot.members)
  const sharers = members.reduce((sum, member) => sum + unseenTokens(member).length, 0)
  if (sharers >= Math.min(mostWithToken, work.options.maxInFlight - 1)) return undefined
  const tokens = snapshot.accounts[account]?.credentialIds ?? []
  return tokens.findLast((token) => rules.auth.mayGoUnseen(token, at))
}

/** What a member that leaves has spent counts for a window more. */
function giveBack(me: MemberState, account: string, isSpent: boolean, at: number): void {
  const { [account]: share, ...rest } = me.shares ?? {}
  if (share === undefined) return
  const spent = { ...share, until: Math.min(at, share.until), credentialId: undefined }
  keepShares(me, isSpent ? { ...rest, [account]: spent } : rest)
}

function keepShares(member: MemberState, shares: Readonly<Record<string, Share>>): void {
  if (Object.keys(shares).length > 0) member.shares = shares
  else if (member.shares) delete member.shares
}
