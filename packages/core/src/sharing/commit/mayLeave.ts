import type { Call } from '../../contract/Call.ts'
import { unconfirmedMs } from '../../limiter/auth/Unconfirmed.ts'
import { roundingMs } from '../../queue/Rules.ts'
import type { Deciding } from './Deciding.ts'
import { contenders, heldBy, isLast, permitsBefore, slotsWantedBefore, turnMs, untold } from './fairness.ts'
import { hasSlot } from './slots.ts'
import type { Snapshot, Want } from '../snapshot/Snapshot.ts'
import type { Closed } from './Work.ts'

/** Why a call may not leave. */
export interface Stop {
  /** From when on it would take a permit; Infinity if only a response to this member can tell. */
  readonly readyAt: number
  readonly credentialId?: string | undefined
  /** If the member's own rules cannot tell. */
  readonly closed?: Closed | undefined
}

/** A call of an account, and since when the member has waited for it. */
export interface Leaving {
  readonly account: string
  readonly call: Call
  readonly since: number
}

/** Returns why `call` may not leave now, or `undefined` if it may. */
export function mayLeave(deciding: Deciding, { account, call, since }: Leaving): Stop | undefined {
  const { snapshot, work, at, rules, me } = deciding
  const now = at + roundingMs
  const { credentialId } = call
  const { auth } = rules
  const { all, budget, serverLimit } = rules.account(account)
  const { windowMs } = budget.limit(at)
  const lostUntil = mayBeSpentUntil(snapshot, call, windowMs)
  if (lostUntil > now) return { readyAt: lostUntil, closed: { until: lostUntil, reason: 'limit' } }

  const authAt = auth.opensAt(call, at)
  const isVerified = auth.status(credentialId, at).status === 'verified'
  // A response to any member may open it: a slot comes free.
  const waitsForSlot = isVerified && auth.mayOpenEarlier(call)
  if (authAt > now && !waitsForSlot)
    return { readyAt: authAt, credentialId: authAt === Infinity ? credentialId : undefined }
  const opensAt = (ahead: number): number =>
    Math.max(authAt, ...all.map((rule) => rule.opensAt(call, at, ahead)))
  const alone = opensAt(0)
  if (alone > now) return { readyAt: alone === Infinity || authAt > now ? at : alone, credentialId }

  const slots = slotsWantedBefore(snapshot, auth, { account, since, at })
  if (slots > 0 && auth.opensAfter(slots, call, at) > now)
    return { readyAt: at, credentialId, closed: { until: at + turnMs, reason: 'turn' } }

  const others = contenders(snapshot, work.memberId, account, { at: now, windowMs })
  const isIll = isLast(me.isIll, { since }, { at, windowMs })
  const ahead = permitsBefore({ holds: heldBy(me, account), isIll, since }, others)
  const share = { memberId: work.memberId, account, credentialId, at }
  const { maxInFlight } = work.options
  const hasTurn =
    opensAt(ahead) <= now &&
    serverLimit.room > ahead &&
    hasSlot(snapshot, share, { ahead, maxInFlight, isVerified })
  if (hasTurn) return undefined
  const until = Math.min(at + turnMs, ...others.map(({ want }) => want.until))
  return { readyAt: at, credentialId, closed: { until, reason: 'turn' } }
}

/**
 * Returns how many permits other members want before this one may hold more for its leased slots:
 * all that they want. `undefined` if it may not: another member is before it, and no call of it
 * leaves now.
 */
export function aheadOfLeased(
  { snapshot, work, at, rules, me }: Deciding,
  account: string,
  isInTurn: boolean,
): number | undefined {
  const { windowMs } = rules.account(account).budget.limit(at)
  const now = at + roundingMs
  const others = contenders(snapshot, work.memberId, account, { at: now, windowMs })
  const isIll = isLast(me.isIll, { since: at }, { at, windowMs })
  const isNext = permitsBefore({ holds: heldBy(me, account), isIll, since: at }, others) === 0
  return isInTurn || isNext ? others.reduce((sum, { want }) => sum + want.count, 0) : undefined
}

/** Whether the member may hold one more for its leased slots, and leave `ahead` to others. */
export function mayHold(
  { snapshot, at, rules }: Deciding,
  { account, call }: Pick<Leaving, 'account' | 'call'>,
  ahead: number,
): boolean {
  const now = at + roundingMs
  const { all, budget, serverLimit } = rules.account(account)
  if (mayBeSpentUntil(snapshot, call, budget.limit(at).windowMs) > now) return false
  return serverLimit.room > ahead && all.every((rule) => rule.opensAt(call, at, ahead) <= now)
}

/** How the member tells the others that it waits. */
export function wantOf(
  { readyAt, credentialId }: Stop,
  { since, count, at, isLarge }: { since: number; count: number; at: number; isLarge: boolean },
): Want {
  const readyFrom = readyAt < Infinity ? Math.max(at, readyAt) : at
  return {
    since,
    count,
    ...(credentialId === undefined ? {} : { credentialId }),
    readyAt: Math.min(readyAt, untold),
    // Of a large limit, one that would take a permit now is renewed less often.
    until: readyFrom + (isLarge && readyFrom <= at ? 2 * turnMs : turnMs),
  }
}

/**
 * Returns the want that the others already know if `next` says the same. A commit that changes
 * nothing need not be written, so the others do not read it again and again. Of a large limit the
 * others need not know how many more calls wait, and hear of it when the want is renewed.
 */
export function sameWant(
  known: Want | undefined,
  next: Want,
  { at, isLarge }: { readonly at: number; readonly isLarge: boolean },
): Want {
  if (known === undefined) return next
  const isAsMany = isLarge ? next.count >= known.count / 2 : next.count === known.count
  const isSame =
    known.since === next.since &&
    isAsMany &&
    known.credentialId === next.credentialId &&
    (known.readyAt === next.readyAt || Math.max(known.readyAt, next.readyAt) <= at)
  return isSame && known.until > at + turnMs / 2 ? known : next
}

/**
 * As long as members may know of more than was written back, all may be spent that was free then.
 */
export function mayBeSpentUntil(
  { lost }: Snapshot,
  { credentialId }: Pick<Call, 'credentialId'>,
  windowMs: number,
): number {
  if (lost === undefined || lost.unheard.length === 0) return 0
  const forgottenMs = Math.max(windowMs * 1.0005 + 1, credentialId === undefined ? 0 : unconfirmedMs)
  return lost.at + forgottenMs
}
