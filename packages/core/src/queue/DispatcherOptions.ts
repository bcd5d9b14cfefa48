import type { Clock } from '../contract/Clock.ts'
import type { Rule } from '../contract/Rule.ts'
import type { Gate } from './Gate.ts'
import type { QueuedCall } from './QueuedCall.ts'

export interface DispatcherOptions {
  readonly clock: Clock
  readonly rules: readonly Rule[]
  /** After how long a waiting call rises a level, in ms. */
  readonly windowMs: () => number
  /** At most so many calls wait. */
  readonly maxWaiting: () => number
  /** Numbers the calls as they arrive. Queues that calls may move to share it. */
  readonly nextOrder: () => number
  /** Called when something that can be seen has changed. */
  readonly onChange: () => void
  /** Decides which calls are sent. @defaultValue the rules alone */
  readonly gate?: Gate | undefined
  /** How far the clock of the rules is ahead of `clock`. */
  readonly offsetMs: () => number
  /** Called when a call has its permit. */
  readonly onSent: (queued: QueuedCall) => void
}
