import type { AuthGuard } from '../../limiter/auth/AuthGuard.ts'
import type { MemberState, Snapshot, Want } from '../snapshot/Snapshot.ts'
import type { KnownSnapshot } from './Work.ts'

/** A member that waits for its turn counts for this long, unless it says again that it waits. */
export const turnMs = 2000

/** So many members, the first in line, read each commit of the others at once. */
const prompt = 4
/** Each of the others reads so much later than the one before it, in ms. */
const stepMs = 10

/** `Want.readyAt` of a call that waits for a slot of other members: only they can tell. */
export const untold = Number.MAX_SAFE_INTEGER

/** A member that wants a permit of an account. */
export interface Contender {
  readonly want: Want
  /** How many permits of the account it holds. */
  readonly holds: number
  /** Whether its last request got no response, so that it takes its turn last. */
  readonly isIll: boolean
}

export function heldBy(member: MemberState | undefined, account: string): number {
  let count = 0
  const attempts = member?.attempts ?? {}
  for (const id in attempts) if (attempts[id]?.account === account) count += 1
  return count
}

/** The other members that would take a permit of `account` now. */
export function contenders(
  { members }: Snapshot,
  memberId: string,
  account: string,
  { at, windowMs }: { readonly at: number; readonly windowMs: number },
): Contender[] {
  const found: Contender[] = []
  for (const id in members) {
    const member = members[id] as MemberState
    const want = member.wants[account]
    if (id === memberId || want === undefined || want.readyAt > at || want.until <= at) continue
    found.push({ want, holds: heldBy(member, account), isIll: isLast(member.isIll, want, { at, windowMs }) })
  }
  return found
}

/**
 * Whether another member waits for a slot, which serves every token. `exceptOf`: an account of
 * which no turns count, since its own rules see to them.
 */
export function othersWantSlots(
  { members }: Snapshot,
  memberId: string,
  at: number,
  exceptOf?: string,
): boolean {
  for (const id in members) {
    if (id === memberId) continue
    for (const [account, want] of Object.entries((members[id] as MemberState).wants)) {
      const isOfItsRules = account === exceptOf && want.readyAt !== untold
      if (!isOfItsRules && wantsSlot(want, at)) return true
    }
  }
  return false
}

/** Whether a call with a token waits for nothing but its turn, or for a slot of other members. */
function wantsSlot({ credentialId, readyAt, until }: Want, at: number): boolean {
  return credentialId !== undefined && until > at && (readyAt <= at || readyAt === untold)
}

/** How many slots calls with other tokens want that have waited since before `since`. */
export function slotsWantedBefore(
  { members }: Snapshot,
  auth: Pick<AuthGuard, 'slotsWanted'>,
  { account, since, at }: { readonly account: string; readonly since: number; readonly at: number },
): number {
  let slots = 0
  for (const id in members) {
    const { wants } = members[id] as MemberState
    for (const wanted in wants) {
      const want = wants[wanted] as Want
      if (wanted !== account && want.since < since && wantsSlot(want, at)) slots += auth.slotsWanted(want, at)
    }
  }
  return slots
}

/** An ill member takes its turn last, unless it has waited a window. */
export function isLast(
  isIll: boolean | undefined,
  { since }: Pick<Want, 'since'>,
  { at, windowMs }: { readonly at: number; readonly windowMs: number },
): boolean {
  return isIll === true && at - since < windowMs
}

/**
 * How many permits of `others` come before the next one of a member: those of who holds less, then
 * of who has waited longer.
 */
export function permitsBefore(
  me: Omit<Contender, 'want'> & { since: number },
  others: readonly Contender[],
): number {
  let before = 0
  for (const { want, holds, isIll } of others) {
    if (isIll !== me.isIll) {
      if (me.isIll) before += want.count
      continue
    }
    const isEarlier = want.since < me.since
    before += Math.min(want.count, Math.max(0, me.holds - holds + (isEarlier ? 1 : 0)))
  }
  return before
}

/**
 * How long a member whose calls wait can put off reading what the others wrote: the longer, the
 * more members have waited longer than it. Otherwise each commit would make all of them decide
 * anew.
 */
export function lineDelayMs(
  { snapshot, at }: Pick<KnownSnapshot, 'snapshot' | 'at'>,
  memberId: string,
): number {
  const { members } = snapshot
  const since = waitingSince(members[memberId], at)
  let before = 0
  for (const id in members) if (waitingSince(members[id], at) < since) before += 1
  return stepMs * Math.max(0, before + 1 - prompt)
}

function waitingSince(member: MemberState | undefined, at: number): number {
  let since = Infinity
  for (const id in member?.wants) {
    const want = member.wants[id] as Want
    if (want.until > at) since = Math.min(since, want.since)
  }
  return since
}
