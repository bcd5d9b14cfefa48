import type { Outcome } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'

/** Every rule as one: open when all of them are. */
export class Rules {
  readonly #rules: readonly Rule[]

  constructor(rules: readonly Rule[]) {
    this.#rules = rules
  }

  /** How often one of them has become stricter than it said before. */
  get tightened(): number {
    let sum = 0
    for (const { tightened = 0 } of this.#rules) sum += tightened
    return sum
  }

  opensAt(call: Call, now: number, ahead: number): number {
    let at = Number.NEGATIVE_INFINITY
    for (const rule of this.#rules) at = Math.max(at, rule.opensAt(call, now, ahead))
    return at
  }

  /** As `opensAt`, with a rule that a response may open counted as open. */
  lowerBound(call: Call, now: number, ahead: number): number {
    let bound = now
    for (const rule of this.#rules) {
      const at = rule.opensAt(call, now, ahead)
      if (at !== Infinity && !rule.mayOpenEarlier?.(call, now)) bound = Math.max(bound, at)
    }
    return bound
  }

  /** Whether a response may open a rule that is closed for `call`, so that nothing tells when. */
  waitsForResponse(call: Call, now: number): boolean {
    return this.#rules.some((rule) => {
      const at = rule.opensAt(call, now, 0)
      return at === Infinity || (at > now && rule.mayOpenEarlier?.(call, now) === true)
    })
  }

  /** What holds `call` up the longest. */
  reason(call: Call, now: number, ahead: number): WaitReason {
    let [reason, latest]: [WaitReason, number] = ['limit', Number.NEGATIVE_INFINITY]
    for (const rule of this.#rules) {
      const at = rule.opensAt(call, now, ahead)
      if (at > latest) [reason, latest] = [rule.reason(call, now), at]
    }
    return reason
  }

  /** Why `call` must not wait at all. */
  refusal(call: Call, now: number): Refusal | undefined {
    for (const rule of this.#rules) {
      const refusal = rule.refusal?.(call, now)
      if (refusal) return refusal
    }
    return undefined
  }

  sent(call: Call, now: number): void {
    for (const rule of this.#rules) rule.sent(call, now)
  }

  settled(call: Call, outcome: Outcome, now: number): void {
    for (const rule of this.#rules) rule.settled(call, outcome, now)
  }
}
