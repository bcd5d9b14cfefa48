import type { SharedRules } from './SharedRules.ts'
import type { MemberState, Snapshot } from '../snapshot/Snapshot.ts'
import type { Work } from './Work.ts'

/** A commit under way. The snapshot, its rules and the member's own part of it change. */
export interface Deciding {
  readonly snapshot: Snapshot
  readonly rules: SharedRules
  readonly me: MemberState
  readonly work: Work
  readonly at: number
}
