import type { Call } from '../contract/Call.ts'
import type { Outcome } from '../contract/Outcome.ts'
import type { Holding } from './Holdings.ts'
import type { UnwrittenAttempt } from './loadSnapshot.ts'

/** A request that has ended, which the other members do not know yet. */
export interface UnwrittenEnd extends UnwrittenAttempt {
  /** Tells that the end is written, or cannot be written now. */
  readonly told: () => void
}

/** How requests ended, until that is written. */
export class UnwrittenEnds {
  #ends: readonly UnwrittenEnd[] = []

  get all(): readonly UnwrittenEnd[] {
    return this.#ends
  }

  /** Resolves when a commit has written it, or has failed to. */
  add({ attemptId, account, attempt }: Holding, call: Call, outcome: Outcome): Promise<void> {
    return new Promise((told) => {
      this.#ends = [...this.#ends, { attemptId, attempt, call, outcome, owner: account, told }]
    })
  }

  delete(written: readonly UnwrittenEnd[]): void {
    this.#ends = this.#ends.filter((each) => !written.includes(each))
  }
}
