import { turnMs } from './fairness.ts'
import { renewMs, shareMs } from './leaseTimes.ts'
import { isEmpty } from '../snapshot/isEmpty.ts'
import type { MemberState, Snapshot } from '../snapshot/Snapshot.ts'

/** The members besides one. */
export function othersThan(memberId: string, { members }: Snapshot): MemberState[] {
  const others: MemberState[] = []
  for (const id in members) if (id !== memberId) others.push(members[id] as MemberState)
  return others
}

/** Whether the others take a member to want or to hold anything. */
export function othersCountOn(snapshot: Snapshot | undefined, memberId: string): boolean {
  const { attempts = {}, wants = {}, shares = {} } = snapshot?.members[memberId] ?? {}
  return !isEmpty(attempts) || !isEmpty(wants) || !isEmpty(shares)
}

/** How many permits of `account` other members hold for calls to come, and may give back soon. */
export function spareOfOthers(snapshot: Snapshot | undefined, memberId: string, account: string): number {
  let count = 0
  if (snapshot === undefined) return count
  for (const { attempts } of othersThan(memberId, snapshot))
    for (const id in attempts)
      if (attempts[id]?.isSpare === true && attempts[id]?.account === account) count += 1
  return count
}

/**
 * When the first lease of another member ends, so that a wait for its request ends; Infinity if
 * none holds anything.
 */
export function leasesEndAt(snapshot: Snapshot, memberId: string): number {
  const untils = othersThan(memberId, snapshot)
    .filter(({ attempts }) => !isEmpty(attempts))
    .map(({ until }) => until)
  return Math.min(Infinity, ...untils)
}

/**
 * When a member commits again: to renew its lease, and if its calls wait, when a lease of another
 * ends, or when the others must hear that it still waits.
 */
export function nextLook(snapshot: Snapshot, memberId: string, isWaiting: boolean): number {
  const me = snapshot.members[memberId]
  const holds = me !== undefined && !isEmpty(me.attempts)
  const sharesRenewAt = Object.values(me?.shares ?? {}).map(({ until }) => until - shareMs / 2)
  const renewsAt = Math.min(holds ? me.until - renewMs : Infinity, ...sharesRenewAt)
  if (!isWaiting) return renewsAt
  const hasOthers = othersThan(memberId, snapshot).length > 0
  const wants = hasOthers ? Object.values(me?.wants ?? {}) : []
  const untils = wants.map(({ until }) => until - turnMs / 2)
  return Math.min(renewsAt, leasesEndAt(snapshot, memberId), ...untils)
}
