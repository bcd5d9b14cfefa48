import type { Fault } from '../faults/Fault.ts'
import type { JournalEntry } from '../journal/Journal.ts'
import type { MockState } from '../server/mockState.ts'
import type { Timeline } from './timeline.ts'

/** What the server sends the page. */
export interface PageEvent {
  /** Of its callers the busiest, and of its lockouts those that hold longest. */
  readonly state: MockState
  /** How many there are besides those. */
  readonly more: { readonly callers: number; readonly lockouts: number }
  /** The newest requests, oldest first. */
  readonly log: readonly JournalEntry[]
  readonly timeline: Timeline
  readonly faults: readonly { readonly id: number; readonly played: number; readonly fault: Fault }[]
  readonly clock: { readonly frozen: boolean; readonly scale: number }
}
