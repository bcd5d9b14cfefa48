import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'

/** Turns every call away while the store cannot be reached: nobody knows then what the others spend. */
export class StoreOutage implements Rule {
  #refusal: Refusal | undefined

  close(cause: unknown): void {
    this.#refusal = { kind: 'store', cause }
  }

  open(): void {
    this.#refusal = undefined
  }

  refusal(): Refusal | undefined {
    return this.#refusal
  }

  opensAt(_call: unknown, now: number): number {
    return now
  }

  /** It never makes anybody wait. */
  reason(): WaitReason {
    return 'limit'
  }

  sent(): void {}

  settled(): void {}
}
