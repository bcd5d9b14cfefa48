import type { Instants } from '../../limiter/InstantQueue.ts'
import { mostSlots } from './leasedSlots.ts'
import type { KnownSnapshot } from './Work.ts'
import { mattersUntil } from './mattersUntil.ts'
import type { Snapshot, StoredAccount } from '../snapshot/Snapshot.ts'
import { copySnapshot, emptySnapshot } from '../snapshot/Snapshot.ts'
import type { Decoded, Encoded } from '../snapshot/snapshotText.ts'
import { decodeSnapshot } from '../snapshot/snapshotText.ts'

export interface Recovered {
  readonly snapshot: Snapshot
  /** What is stored, if the snapshot is a copy of that. */
  readonly stored?: Snapshot
  /** The texts of what is stored. */
  readonly encoded?: Encoded | undefined
  /** What was stored made no sense. */
  readonly damaged: string | undefined
}

interface Place {
  readonly memberId: string
  readonly lineage: string
  readonly known: KnownSnapshot | undefined
  readonly at: number
  readonly version: number
}

/**
 * What the members know together. If the store has lost data, a member writes back the newest
 * snapshot that it has seen, and adds what it knows beyond that of another (DESIGN.md, Stores, 8).
 */
export function recover(text: string | undefined, place: Place): Recovered {
  const { memberId, lineage, known, at, version } = place
  const decoded = text === undefined ? undefined : decode(text, known)
  const stored = decoded?.snapshot
  const damaged = stored ? undefined : text
  const isSameRun = known === undefined || stored?.lineage === known.snapshot.lineage
  if (stored && isSameRun && version >= (known?.version ?? 0))
    return { snapshot: copySnapshot(stored), stored, encoded: decoded?.encoded, damaged }
  if (known === undefined) return { snapshot: emptySnapshot(lineage), damaged }
  if (text !== undefined && stored && !isSameRun) {
    // It changes what was decoded.
    const found = (decodeSnapshot(text) as Decoded).snapshot
    addUnheard(found, known, place)
    return { snapshot: found, damaged }
  }
  const snapshot = copySnapshot(known.snapshot)
  // The store has forgotten what matters no more, as it may.
  if (text === undefined && mattersUntil(snapshot) <= at) return { snapshot: emptySnapshot(lineage), damaged }
  const unheard = Object.keys(snapshot.members).filter((id) => id !== memberId)
  return {
    snapshot: {
      ...snapshot,
      lineage,
      lost: { from: snapshot.lineage, version: known.version, knownAt: known.at, at, unheard },
    },
    damaged,
  }
}

/** Returns what is stored. What the member knows already need not be parsed. */
function decode(
  text: string,
  known: KnownSnapshot | undefined,
): { readonly snapshot: Snapshot; readonly encoded?: Encoded | undefined } | undefined {
  return text === known?.text ? known : decodeSnapshot(text, known?.encoded)
}

/** Adds to `found`, which another member wrote, what `known` has beyond it. */
function addUnheard(found: Snapshot, known: KnownSnapshot, { memberId, at }: Place): void {
  const before = found.lost
  const ours = copySnapshot(known.snapshot)
  const isSameRun = before?.from === ours.lineage
  const unheard = (before?.unheard ?? []).filter((id) => id !== memberId)
  found.lost = {
    from: ours.lineage,
    version: known.version,
    knownAt: known.at,
    at: before?.at ?? at,
    unheard,
  }
  if (isSameRun && known.version <= before.version) {
    found.lost = { ...before, unheard }
    return
  }
  const since = isSameRun ? before.knownAt : Number.NEGATIVE_INFINITY
  for (const [id, account] of Object.entries(ours.accounts)) {
    const there = found.accounts[id]
    if (there) addAccount(there, account, since)
    else found.accounts[id] = account
  }
  addMembers(found, ours)
  found.auth = {
    ...found.auth,
    statuses: { ...ours.auth.statuses, ...found.auth.statuses },
    unconfirmed: [
      ...found.auth.unconfirmed,
      ...ours.auth.unconfirmed.filter(({ endedAt }) => endedAt >= since),
    ],
    lockout: later(found.auth.lockout, ours.auth.lockout),
  }
}

function addAccount(into: StoredAccount, account: StoredAccount, since: number): void {
  const { permits } = into.budget
  const { windowsMs, answered, lost } = account.budget.permits
  permits.windowsMs = [...new Set([...permits.windowsMs, ...windowsMs])].sort((a, b) => a - b)
  addSince(permits.answered, answered, since)
  addSince(permits.lost, lost, since)
  into.credentialIds = [...new Set([...account.credentialIds, ...into.credentialIds])]
  if ((account.said.closedUntil ?? 0) > (into.said.closedUntil ?? 0)) into.said = account.said
  if ((account.pace.dueAt ?? 0) > (into.pace.dueAt ?? 0)) into.pace = account.pace
}

/** Attempts that only `ours` has are in flight, as far as is known: each holds its permit. */
function addMembers(found: Snapshot, ours: Snapshot): void {
  for (const [id, member] of Object.entries(ours.members)) {
    const there = found.members[id]
    if (there === undefined) found.members[id] = { ...member, attempts: {} }
    const into = found.members[id]
    if (into === undefined) continue
    into.until = Math.max(into.until, member.until)
    const slots = mostSlots(into.slots, member.slots)
    if (slots) into.slots = slots
    if (member.shares) into.shares = { ...member.shares, ...into.shares }
    for (const [attemptId, attempt] of Object.entries(member.attempts)) {
      if (attemptId in into.attempts) continue
      into.attempts[attemptId] = attempt
    }
  }
}

function addSince(into: Instants, from: Instants, since: number): void {
  const all = new Map(into.at.map((at, index) => [at, into.count[index] ?? 0]))
  for (const [index, at] of from.at.entries())
    if (at >= since) all.set(at, (all.get(at) ?? 0) + (from.count[index] ?? 0))
  const sorted = [...all].sort(([a], [b]) => a - b)
  into.at.splice(0, into.at.length, ...sorted.map(([at]) => at))
  into.count.splice(0, into.count.length, ...sorted.map(([, count]) => count))
}

function later<Lockout extends { readonly probeAt: number }>(
  one: Lockout | undefined,
  other: Lockout | undefined,
): Lockout | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return one.probeAt >= other.probeAt ? one : other
}
