import type { Answer } from './Answer.ts'
import type { Call } from './Call.ts'
import type { Refusal } from './Refusal.ts'

/** Deterministic: knows no clock, timer or I/O, and changes nothing but itself. Instants are the clock's monotonic milliseconds. */
export interface Rule {
  /**
   * The earliest instant at which `call` could leave with `ahead` others leaving before it.
   * At or before `now`: open. Infinity: closed until something is learnt.
   */
  opensAt(call: Call, now: number, ahead: number): number
  /** Why `call` must not wait at all. */
  refusal?(call: Call, now: number): Refusal | undefined
  /** The call has left. */
  left(call: Call, now: number): void
  /** What came back, or that nothing did. */
  answered(call: Call, answer: Answer, now: number): void
}
