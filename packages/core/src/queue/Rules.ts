import type { Outcome } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'

/** Instants as large as those of the wall clock are rounded to a quarter of a microsecond. */
export const roundingMs = 0.01

/** All rules as one: open when all of them are. Instants here are of this process, those of the rules may be of a store. */
export class Rules {
  readonly #rules: readonly Rule[]
  readonly #offsetMs: () => number

  /** @param offsetMs how far the clock of the rules is ahead of this process's */
  constructor(rules: readonly Rule[], offsetMs: () => number = () => 0) {
    this.#rules = rules
    this.#offsetMs = offsetMs
  }

  /** How often one of them has become stricter than it said before. */
  get tightened(): number {
    let sum = 0
    for (const { tightened = 0 } of this.#rules) sum += tightened
    return sum
  }

  opensAt(call: Call, now: number, ahead: number): number {
    let at = Number.NEGATIVE_INFINITY
    for (const rule of this.#rules) at = Math.max(at, this.#opensAt(rule, call, now, ahead))
    return at
  }

  /** As `opensAt`, with a rule that a response may open counted as open. */
  lowerBound(call: Call, now: number, ahead: number): number {
    let bound = now
    for (const rule of this.#rules) {
      const at = this.#opensAt(rule, call, now, ahead)
      if (at !== Infinity && !this.#mayOpenEarlier(rule, call, now)) bound = Math.max(bound, at)
    }
    return bound
  }

  /** Whether what holds `call` up the longest may open with a response, so that nothing tells when. */
  waitsForResponse(call: Call, now: number): boolean {
    let [firm, loose] = [now, now]
    for (const rule of this.#rules) {
      const at = this.#opensAt(rule, call, now, 0)
      if (at === Infinity) return true
      if (this.#mayOpenEarlier(rule, call, now)) loose = Math.max(loose, at)
      else firm = Math.max(firm, at)
    }
    return loose > firm
  }

  /** What holds `call` up the longest. */
  reason(call: Call, now: number, ahead: number): WaitReason {
    let [reason, latest]: [WaitReason, number] = ['limit', Number.NEGATIVE_INFINITY]
    for (const rule of this.#rules) {
      const at = this.#opensAt(rule, call, now, ahead)
      if (at > latest) [reason, latest] = [rule.reason(call, now + this.#offsetMs()), at]
    }
    return reason
  }

  /** Why `call` must not wait at all. */
  refusal(call: Call, now: number): Refusal | undefined {
    for (const rule of this.#rules) {
      const refusal = rule.refusal?.(call, now + this.#offsetMs())
      if (refusal) return this.#toLocal(refusal)
    }
    return undefined
  }

  sent(call: Call, now: number): void {
    for (const rule of this.#rules) rule.sent(call, now + this.#offsetMs())
  }

  settled(call: Call, outcome: Outcome, now: number): void {
    for (const rule of this.#rules) rule.settled(call, outcome, now + this.#offsetMs())
  }

  #opensAt(rule: Rule, call: Call, now: number, ahead: number): number {
    const offsetMs = this.#offsetMs()
    const at = rule.opensAt(call, now + offsetMs, ahead)
    if (offsetMs === 0) return at
    return at <= now + offsetMs + roundingMs ? now : at - offsetMs
  }

  #mayOpenEarlier(rule: Rule, call: Call, now: number): boolean {
    return rule.mayOpenEarlier?.(call, now + this.#offsetMs()) === true
  }

  #toLocal(refusal: Refusal): Refusal {
    const offsetMs = this.#offsetMs()
    return offsetMs !== 0 && 'retryAt' in refusal && refusal.retryAt !== undefined
      ? { ...refusal, retryAt: refusal.retryAt - offsetMs }
      : refusal
  }
}
