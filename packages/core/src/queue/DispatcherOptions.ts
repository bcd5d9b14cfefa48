import type { Clock } from '../contract/Clock.ts'
import type { Rule } from '../contract/Rule.ts'
import type { Arrivals } from './Arrivals.ts'
import type { Gate } from './Gate.ts'
import type { QueuedCall } from './QueuedCall.ts'

export interface DispatcherOptions {
  readonly clock: Clock
  readonly rules: readonly Rule[]
  /** After how long a waiting call rises a level, in ms. */
  readonly windowMs: () => number
  readonly maxWaiting: number
  /** Shared with the lines that calls may move to. @defaultValue its own */
  readonly arrivals?: Arrivals | undefined
  /** Something that can be seen has changed. */
  readonly onChange: () => void
  /** Decides which calls may go. @defaultValue the rules alone */
  readonly gate?: Gate | undefined
  /** How far the clock of the rules is ahead of `clock`. @defaultValue 0 */
  readonly offsetMs?: (() => number) | undefined
  /** A call has its permit. @defaultValue it goes */
  readonly onSent?: ((queued: QueuedCall) => void) | undefined
}
