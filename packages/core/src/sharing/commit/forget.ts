import type { SharedRules } from './SharedRules.ts'
import { isEmpty } from '../snapshot/isEmpty.ts'
import type { MemberState, Snapshot } from '../snapshot/Snapshot.ts'
import type { Work } from './Work.ts'

/** A member without requests is remembered for this long, in case the store loses its data. */
const rememberedMs = 3_600_000
const mostMembers = 64

/**
 * Forgets the members and accounts that matter no more. `used`: the ids of the accounts of the
 * member that commits.
 */
export function forget(
  { members, accounts }: Snapshot,
  { memberId, isLeaving }: Pick<Work, 'memberId' | 'isLeaving'>,
  {
    rules,
    used,
    at,
  }: { readonly rules: SharedRules; readonly used: ReadonlySet<string>; readonly at: number },
): void {
  const idle: [id: string, member: MemberState][] = []
  for (const id in members) {
    const member = members[id] as MemberState
    if (isEmpty(member.attempts) && isEmpty(member.wants) && isEmpty(member.shares ?? {}))
      idle.push([id, member])
  }
  idle.sort(([, a], [, b]) => b.at - a.at)
  for (const [index, [id, member]] of idle.entries())
    if (id !== memberId && (index >= mostMembers || member.at + rememberedMs <= at)) delete members[id]
  const kept = new Set([...used, ...Object.values(members).flatMap(({ wants }) => Object.keys(wants))])
  for (const id in accounts) {
    if (kept.has(id) || (accounts[id]?.said.closedUntil ?? 0) > at) continue
    if (rules.account(id).budget.held(at) === 0) delete accounts[id]
  }
  const me = members[memberId]
  if (isLeaving && me && isEmpty(me.attempts) && isEmpty(me.shares ?? {})) delete members[memberId]
}
