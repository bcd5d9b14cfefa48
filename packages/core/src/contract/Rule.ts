import type { Outcome } from './Outcome.ts'
import type { Call } from './Call.ts'
import type { Refusal } from './Refusal.ts'
import type { WaitReason } from './WaitReason.ts'

/**
 * Says when a call may be sent. It is deterministic: it knows no clock, timer or I/O, and changes
 * nothing but itself. Instants are the clock's monotonic milliseconds.
 */
export interface Rule {
  /**
   * Returns the earliest instant at which `call` could be sent, with `ahead` others sent before it.
   * The rule is open if that is `now` or earlier. Returns `Infinity` if only a response can tell.
   */
  opensAt(call: Call, now: number, ahead: number): number
  /** Returns whether a response may open the rule before `opensAt`. @defaultValue false */
  mayOpenEarlier?(call: Call, now: number): boolean
  /** Returns what `call` waits for while the rule is not open. */
  reason(call: Call, now: number): WaitReason
  /** Returns why `call` must not wait at all, if so. */
  refusal?(call: Call, now: number): Refusal | undefined
  /**
   * How often the rule has become stricter. The dispatcher then looks at all waiting calls again.
   */
  readonly tightened?: number
  /** The call is sent. */
  sent(call: Call, now: number): void
  /** The attempt has ended: with a response, or without one. */
  settled(call: Call, outcome: Outcome, now: number): void
}
