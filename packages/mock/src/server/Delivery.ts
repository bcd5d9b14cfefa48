import type { Answer } from '../answers/Answer.ts'
import type { Breakage } from '../faults/Fault.ts'

/** A response, and the fault that breaks it. */
export interface Delivery {
  readonly answer: Answer
  readonly breakage?: Breakage
}
