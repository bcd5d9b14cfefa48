import type { Call } from '../../contract/Call.ts'
import { callAt } from './callAt.ts'
import type { Deciding } from './Deciding.ts'
import { othersWantSlots } from './fairness.ts'
import { largeLimit } from './leaseTimes.ts'
import type { Stop } from './mayLeave.ts'
import { aheadOfLeased, mayHold, mayLeave, sameWant, wantOf } from './mayLeave.ts'
import type { MemberState } from '../snapshot/Snapshot.ts'
import type { AccountWork, GrantedAttempt, WantedCall } from './Work.ts'

/** Of a smaller limit no permits are held for calls to come, if they are lost with the process. */
const leastForSpare = 1000

/** What an account was granted, and why its next call may not leave. */
export interface Grants {
  readonly granted: readonly GrantedAttempt[]
  readonly stop: Stop | undefined
}

/**
 * Lets the calls of an account leave that may, in the order of their turns, and notes what the
 * member still wants.
 */
export function grant(deciding: Deciding, account: string, { wanted, waiting, spare }: AccountWork): Grants {
  const { rules, me, at } = deciding
  const granted: GrantedAttempt[] = []
  const known = me.wants[account]
  let since = known?.since ?? at
  let stop: Stop | undefined
  for (const want of wanted) {
    const call = callAt(want.call, at)
    if (rules.auth.refusal(call, at)) continue
    stop = mayLeave(deciding, { account, call, since })
    if (stop) break
    const isLeased = mayLease(deciding, account, call)
    granted.push(take(deciding, { account, want, call, isLeased, hasSlot: false, isSpare: false }))
    since = at
  }
  delete me.wants[account]
  const count = waiting - granted.length
  if (stop && (stop.readyAt < Infinity || !mayHear(me))) {
    const isLarge = rules.account(account).budget.fewest >= largeLimit
    me.wants[account] = sameWant(known, wantOf(stop, { since, count, at, isLarge }), { at, isLarge })
  }
  granted.push(
    ...grantSpare(deciding, { account, spare, isInTurn: granted.length > 0, isStopped: stop !== undefined }),
  )
  return { granted, stop }
}

/** Whether a response to this member may tell more of tokens. */
function mayHear({ attempts }: MemberState): boolean {
  for (const id in attempts) if (attempts[id]?.credentialId !== undefined) return true
  return false
}

interface Spare {
  readonly account: string
  readonly spare: readonly WantedCall[]
  /** Whether calls leave in this commit. */
  readonly isInTurn: boolean
  /** Whether a call that wants a permit gets none. */
  readonly isStopped: boolean
}

/**
 * At most a quarter of this member's share of the limit, and of what is left of it: none of a small
 * one.
 */
function grantSpare(deciding: Deciding, { account, spare, isInTurn, isStopped }: Spare): GrantedAttempt[] {
  const { rules, at, work } = deciding
  const { fewCommitsFrom } = work.options
  const granted: GrantedAttempt[] = []
  if (spare.length === 0) return granted
  const { budget } = rules.account(account)
  const { requests } = budget.limit(at)
  if (requests < Math.min(leastForSpare, fewCommitsFrom)) return granted
  const isLeasing = budget.fewest >= fewCommitsFrom
  const most = Math.floor(Math.min(requests / sharers(deciding, spare[0]), budget.remaining(at)) / 4)
  const ahead = aheadOfLeased(deciding, account, isInTurn)
  for (const want of spare.slice(0, most)) {
    const call = callAt(want.call, at)
    if (rules.auth.refusal(call, at) || rules.auth.status(call.credentialId, at).status === 'unverified')
      break
    const isLeased = mayLease(deciding, account, call)
    // One that is not leased takes a slot that others may want, and of a large limit many are held.
    if (call.credentialId !== undefined && isLeasing && !isLeased) break
    const hasSlot = deciding.me.slots !== undefined && isLeased
    const leaving = { account, call, since: at }
    const isOpen = hasSlot
      ? ahead !== undefined && mayHold(deciding, leaving, ahead)
      : !isStopped && !mayLeave(deciding, leaving)
    if (!isOpen) break
    granted.push(take(deciding, { account, want, call, isLeased, hasSlot, isSpare: true }))
  }
  return granted
}

/**
 * How many members hold permits for calls to come at a time: with a token, only those that have
 * slots.
 */
function sharers({ snapshot, work }: Deciding, spare: WantedCall | undefined): number {
  const members = Object.keys(snapshot.members).length
  return spare?.call.credentialId === undefined ? members : Math.min(members, work.options.maxInFlight)
}

interface Taking {
  readonly account: string
  readonly want: WantedCall
  readonly call: Call
  readonly isLeased: boolean
  /** Whether it uses a slot that the member has leased before. */
  readonly hasSlot: boolean
  /** Whether it is for a call to come. */
  readonly isSpare: boolean
}

function take(
  { rules, me, at }: Deciding,
  { account, want, call, isLeased, hasSlot, isSpare }: Taking,
): GrantedAttempt {
  const { attemptId, timeoutMs } = want
  const { credentialId } = call
  if (isLeased && credentialId !== undefined && !hasSlot) addSlot(me, credentialId)
  if (hasSlot) rules.held(account, call)
  const isProbe = (!hasSlot && rules.sent(attemptId, account, call)) || undefined
  const flags = { isProbe, isLeased: isLeased || undefined, isSpare: isSpare || undefined }
  const attempt = { account, credentialId, sentAt: at, timeoutMs, ...flags }
  me.attempts[attemptId] = attempt
  return { attemptId, attempt }
}

/**
 * Whether an attempt of `call` uses the member's leased slots: one slot then serves many requests,
 * one after another, without a commit for each. Only a verified token is sent that way, of a large
 * limit, and one at a time.
 */
function mayLease(deciding: Deciding, account: string, { credentialId }: Call): boolean {
  const { rules, me, at, snapshot, work } = deciding
  const { fewest } = rules.account(account).budget
  if (credentialId === undefined || fewest < work.options.fewCommitsFrom) return false
  if (me.slots && me.slots.credentialId !== credentialId) return false
  // Of a smaller limit, one slot serves another member after each request.
  if (othersWantSlots(snapshot, work.memberId, at, fewest < largeLimit ? undefined : account)) return false
  return rules.auth.status(credentialId, at).status === 'verified' && !rules.auth.hasUnconfirmed(at)
}

/** Gives the member one slot more for its leased attempts. */
function addSlot(me: MemberState, credentialId: string): void {
  me.slots = { credentialId, count: (me.slots?.count ?? 0) + 1 }
}
