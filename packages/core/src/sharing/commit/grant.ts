import type { Call } from '../../contract/Call.ts'
import { callAt } from './callAt.ts'
import type { Deciding } from './Deciding.ts'
import type { Stop } from './mayLeave.ts'
import { mayLeave, sameWant, wantOf } from './mayLeave.ts'
import type { AccountWork, GrantedAttempt, WantedCall } from './Work.ts'

/** Of a smaller limit no permits are held for calls to come. */
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
    granted.push(take(deciding, account, want, call))
    since = at
  }
  if (known) delete me.wants[account]
  const count = waiting - granted.length
  if (stop && count > 0 && stop.readyAt < Infinity)
    me.wants[account] = sameWant(known, wantOf(stop, { since, count, at }), at)
  if (!stop) granted.push(...grantSpare(deciding, account, spare))
  return { granted, stop }
}

/** At most a quarter of this member's share of the limit: none of a small one. */
function grantSpare(deciding: Deciding, account: string, spare: readonly WantedCall[]): GrantedAttempt[] {
  const { rules, snapshot, at } = deciding
  const granted: GrantedAttempt[] = []
  if (spare.length === 0) return granted
  const { requests } = rules.account(account).budget.limit(at)
  if (requests < leastForSpare) return granted
  const most = Math.floor(requests / (4 * Object.keys(snapshot.members).length))
  for (const want of spare.slice(0, most)) {
    const call = callAt(want.call, at)
    const isOpen = !rules.auth.refusal(call, at) && !mayLeave(deciding, { account, call, since: at })
    if (!isOpen || rules.auth.status(call.credentialId, at).status === 'unverified') break
    granted.push(take(deciding, account, want, call))
  }
  return granted
}

function take(
  { rules, me, at }: Deciding,
  account: string,
  { attemptId, timeoutMs }: WantedCall,
  call: Call,
): GrantedAttempt {
  const isProbe = rules.sent(attemptId, account, call) || undefined
  const attempt = { account, credentialId: call.credentialId, sentAt: at, timeoutMs, isProbe }
  me.attempts[attemptId] = attempt
  return { attemptId, attempt }
}
