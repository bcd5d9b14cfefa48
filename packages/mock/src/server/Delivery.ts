import type { Answer } from '../answers/Answer.ts'
import type { Breakage } from '../faults/Fault.ts'

/** An answer, and what goes wrong on its way. */
export interface Delivery {
  readonly answer: Answer
  readonly breakage?: Breakage
}
