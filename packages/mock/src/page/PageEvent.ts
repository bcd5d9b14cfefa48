import type { Fault } from '../faults/Fault.ts'
import type { JournalEntry } from '../journal/Journal.ts'
import type { MockState } from '../server/mockState.ts'
import type { Timeline } from './timeline.ts'

/** What the server sends to the page. */
export interface PageEvent {
  /** The state, with only the busiest callers and the longest lockouts. */
  readonly state: MockState
  /** The number of callers and lockouts left out. */
  readonly more: { readonly callers: number; readonly lockouts: number }
  /** The newest requests, oldest first. */
  readonly log: readonly JournalEntry[]
  readonly timeline: Timeline
  readonly faults: readonly { readonly id: number; readonly played: number; readonly fault: Fault }[]
  readonly clock: { readonly frozen: boolean; readonly scale: number }
}
