import type { Change } from '../../contract/Store.ts'
import type { Deciding } from './Deciding.ts'
import { endAttempts } from './endAttempts.ts'
import { forget } from './forget.ts'
import { grant } from './grant.ts'
import { countInFlight, endLeases, renewLease, takeBack } from './leases.ts'
import { trimSlots } from './leasedSlots.ts'
import { mattersUntil } from './mattersUntil.ts'
import { nameAccounts } from './nameAccounts.ts'
import { recover } from './recover.ts'
import { SharedRules } from './SharedRules.ts'
import { endShares, releaseTokens, renewShare } from './shares.ts'
import { newRecord } from '../snapshot/newRecord.ts'
import type { Attempt, MemberState, Snapshot } from '../snapshot/Snapshot.ts'
import { encodeSnapshot } from '../snapshot/snapshotText.ts'
import type { Closed, Decision, GrantedAttempt, Work } from './Work.ts'

/**
 * Decides what a member's commit makes of the stored text. It has no effect of its own, so that it
 * can be repeated.
 */
export function decide(text: string | undefined, at: number, version: number, work: Work): Change<Decision> {
  const { snapshot, stored, encoded: before, damaged } = recover(text, { ...work, at, version })
  const decision = change(snapshot, at, work)
  const { known } = work
  const isOther = version !== known?.version || snapshot.lineage !== known.snapshot.lineage
  const hasLearnt = work.pardoned.length > 0 || work.ended.length > 0 || decision.granted.length > 0
  // Every member forgets by itself what has expired, so that need not be written.
  const isSame = stored !== undefined && !hasLearnt && saysSame(snapshot, stored)
  const encoded = isSame ? undefined : encodeSnapshot(snapshot, before ?? known?.encoded)
  const result = {
    snapshot,
    text: encoded?.text ?? text ?? '',
    encoded: encoded ?? before ?? known?.encoded,
    granted: decision.granted,
    ids: decision.ids,
    closed: decision.closed,
    damaged,
    hasNews: isOther || decision.hasTaken,
  }
  return { next: encoded?.text, keepUntil: mattersUntil(snapshot), result }
}

/**
 * Compares what changes only by what members do, not by time. `one` was a copy of `other` before
 * this commit.
 */
function saysSame(one: Snapshot, other: Snapshot): boolean {
  return (
    hasEqual(one.members, other.members, isEqual) &&
    hasEqual(one.accounts, other.accounts, (a, b) => isEqual(a.credentialIds, b.credentialIds))
  )
}

function hasEqual<Value>(
  one: Readonly<Record<string, Value>>,
  other: Readonly<Record<string, Value>>,
  isSame: (a: Value, b: Value) => boolean,
): boolean {
  for (const id in other) if (!(id in one)) return false
  for (const id in one) {
    const [a, b] = [one[id], other[id]]
    if (a === undefined || b === undefined || !isSame(a, b)) return false
  }
  return true
}

/** Most are the same object. */
function isEqual(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

interface Changed extends Pick<Decision, 'granted' | 'ids' | 'closed'> {
  /** Whether members have vanished. */
  readonly hasTaken: boolean
}

/** Changes `snapshot`: ends what has ended, and grants what may leave. */
function change(snapshot: Snapshot, at: number, work: Work): Changed {
  const { memberId, pardoned, ended } = work
  const isForgotten = snapshot.members[memberId] === undefined
  const me = memberState(snapshot, work, at)
  countInFlight(snapshot)
  releaseTokens(me, work.shares)
  endShares(snapshot, at)
  const rules = new SharedRules(snapshot, work, at)
  const ids = nameAccounts(snapshot, work, rules)
  const hasTaken = endLeases(snapshot, memberId, rules, at)
  takeBack(me, rules)
  for (const credentialId of pardoned) rules.auth.pardon(credentialId)
  endAttempts(me, work, { rules, isForgotten })
  for (const id of new Set(Object.values(ids))) renewShare({ snapshot, rules, me, work, at }, id)
  rules.save()

  const { granted, closed } = grantAll({ snapshot, rules, me, work, at }, ids)
  if (granted.length > 0 || ended.length > 0) me.at = at
  trimSlots(me)
  renewLease(me, at, granted.length > 0)
  forget(snapshot, work, { rules, used: new Set(Object.values(ids)), at })
  return { granted, ids, closed, hasTaken }
}

/**
 * The member's own part of the snapshot, with what it holds. Others may have taken that, since it
 * was silent for long.
 */
function memberState(
  { members }: Snapshot,
  { memberId, options, held, slots, ended }: Work,
  at: number,
): MemberState {
  const { maxFlightMs } = options
  const known = members[memberId]
  const attempts = newRecord<Attempt>()
  for (const id in known?.attempts) attempts[id] = known.attempts[id] as Attempt
  for (const id in held) attempts[id] = held[id] as Attempt
  for (const { attemptId, attempt } of ended)
    if (known?.taken?.includes(attemptId)) attempts[attemptId] = attempt
  const me: MemberState = known
    ? { ...known, maxFlightMs, attempts, wants: { ...known.wants } }
    : { at, until: at, maxFlightMs, attempts, wants: {} }
  if (slots) me.slots = slots
  else delete me.slots
  members[memberId] = me
  return me
}

function grantAll(
  deciding: Deciding,
  ids: Readonly<Record<string, string>>,
): Pick<Decision, 'granted' | 'closed'> {
  const granted: GrantedAttempt[] = []
  const closed: Record<string, Closed> = {}
  for (const account of deciding.work.accounts) {
    const grants = grant(deciding, ids[account.id] ?? account.id, account)
    granted.push(...grants.granted)
    if (grants.stop?.closed) closed[account.id] = grants.stop.closed
  }
  return { granted, closed }
}
