import type { Fault } from '../faults/Fault.ts'
import type { JournalEntry } from '../journal/Journal.ts'
import type { MockState } from '../server/mockState.ts'
import type { Timeline } from './timeline.ts'

/** What the server sends the page. */
export interface PageEvent {
  readonly state: MockState
  /** The newest requests, oldest first. */
  readonly log: readonly JournalEntry[]
  readonly timeline: Timeline
  readonly faults: readonly { readonly id: number; readonly played: number; readonly fault: Fault }[]
  readonly clock: { readonly frozen: boolean; readonly scale: number }
}
