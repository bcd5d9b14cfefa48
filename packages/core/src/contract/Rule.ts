import type { Outcome } from './Outcome.ts'
import type { Call } from './Call.ts'
import type { Refusal } from './Refusal.ts'
import type { WaitReason } from './WaitReason.ts'

/** Deterministic: knows no clock, timer or I/O, and changes nothing but itself. Instants are the clock's monotonic milliseconds. */
export interface Rule {
  /**
   * The earliest instant at which `call` could leave with `ahead` others leaving before it.
   * At or before `now`: open. Infinity: closed until something is learnt.
   */
  opensAt(call: Call, now: number, ahead: number): number
  /** Whether something may be learnt before `opensAt` that opens this earlier. @defaultValue false, unless it is Infinity */
  mayOpenEarlier?(call: Call, now: number): boolean
  /** What `call` waits for while this is not open. */
  reason(call: Call, now: number): WaitReason
  /** Why `call` must not wait at all. */
  refusal?(call: Call, now: number): Refusal | undefined
  /** How often it has become stricter than it said before, so that everybody who waits has to be looked at again. */
  readonly tightened?: number
  /** The call has left. */
  sent(call: Call, now: number): void
  /** What came back, or that nothing did. */
  settled(call: Call, outcome: Outcome, now: number): void
}
