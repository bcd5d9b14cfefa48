import type { Outcome } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import type { QueuedCall } from './QueuedCall.ts'

/** Why a call must not wait: it could only be sent past its deadline. */
type TooLate = Refusal & { readonly kind: 'wait' }

/** Instants as large as those of the wall clock are rounded to a quarter of a microsecond. */
export const roundingMs = 0.01

export interface RulesOptions {
  /** After how long a waiting call rises a level, in ms. */
  readonly windowMs: () => number
  /** How far the clock of the rules is ahead of this process's. */
  readonly offsetMs: () => number
}

/**
 * All rules as one: open when all of them are. Instants here are of this process, those of the
 * rules may be of a store.
 */
export class Rules {
  readonly #rules: readonly Rule[]
  readonly #options: RulesOptions

  constructor(rules: readonly Rule[], options: RulesOptions) {
    this.#rules = rules
    this.#options = options
  }

  /** How often one of them has become stricter than it said before. */
  get tightened(): number {
    let sum = 0
    for (const { tightened = 0 } of this.#rules) sum += tightened
    return sum
  }

  /** Returns whether `call` may be sent now, if no other call goes before it. */
  isOpen(call: Call, now: number): boolean {
    return this.opensAt(call, now) <= now
  }

  /**
   * Returns when `call` may be sent as it is now, if no other call goes before it. `Infinity` if
   * only a response can tell.
   */
  opensAt(call: Call, now: number): number {
    const rulesNow = this.#toRules(now)
    let at = Number.NEGATIVE_INFINITY
    for (const rule of this.#rules) at = Math.max(at, rule.opensAt(call, rulesNow, 0))
    return this.#toLocal(at, now)
  }

  /**
   * As `opensAt`, with the levels to which `queued` rises while it waits: a high call may use the
   * reserve.
   */
  earliestAt(queued: QueuedCall, now: number): number {
    return this.#risen(queued, now, (call) => this.opensAt(call, now))
  }

  /**
   * Returns the instant before which `queued` is certainly not sent, with `ahead` others before it.
   */
  notBefore(queued: QueuedCall, now: number, ahead: number): number {
    return this.#risen(queued, now, (call) => this.#lowerBound(call, now, ahead))
  }

  /** Why `queued` must not wait: with so many ahead it could only be sent past its deadline. */
  lateness(queued: QueuedCall, now: number, ahead: number): TooLate | undefined {
    queued.level = queued.levelAt(now, this.#options.windowMs())
    const { deadlineAt } = queued
    if (this.#lowerBound(queued, now, ahead) <= deadlineAt) return undefined
    const at = this.notBefore(queued, now, ahead)
    return at > deadlineAt
      ? { kind: 'wait', retryAt: at, reason: this.reason(queued, now, ahead) }
      : undefined
  }

  /**
   * Returns whether what holds `call` up the longest may open with a response, so that no instant
   * can be told.
   */
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
      if (at > latest) [reason, latest] = [rule.reason(call, this.#toRules(now)), at]
    }
    return reason
  }

  /** Why `call` must not wait at all. */
  refusal(call: Call, now: number): Refusal | undefined {
    const rulesNow = this.#toRules(now)
    for (const rule of this.#rules) {
      const refusal = rule.refusal?.(call, rulesNow)
      if (refusal) return this.#localRefusal(refusal)
    }
    return undefined
  }

  sent(call: Call, now: number): void {
    const rulesNow = this.#toRules(now)
    for (const rule of this.#rules) rule.sent(call, rulesNow)
  }

  settled(call: Call, outcome: Outcome, now: number): void {
    const rulesNow = this.#toRules(now)
    for (const rule of this.#rules) rule.settled(call, outcome, rulesNow)
  }

  /** As `opensAt`, with a rule that a response may open counted as open. */
  #lowerBound(call: Call, now: number, ahead: number): number {
    let bound = now
    for (const rule of this.#rules) {
      const at = this.#opensAt(rule, call, now, ahead)
      if (at > bound && at !== Infinity && !this.#mayOpenEarlier(rule, call, now)) bound = at
    }
    return bound
  }

  #risen(queued: QueuedCall, now: number, opensAt: (call: Call) => number): number {
    let earliest = opensAt(queued)
    const windowMs = this.#options.windowMs()
    for (let level = queued.levelAt(now, windowMs) - 1; level >= 0; level -= 1) {
      const risesAt = queued.risesAt(level, windowMs)
      if (risesAt >= earliest || earliest === Infinity) break
      earliest = Math.min(earliest, Math.max(risesAt, opensAt(queued.at(level))))
    }
    return earliest
  }

  #opensAt(rule: Rule, call: Call, now: number, ahead: number): number {
    return this.#toLocal(rule.opensAt(call, this.#toRules(now), ahead), now)
  }

  #mayOpenEarlier(rule: Rule, call: Call, now: number): boolean {
    return rule.mayOpenEarlier?.(call, this.#toRules(now)) === true
  }

  #toRules(now: number): number {
    return now + this.#options.offsetMs()
  }

  #toLocal(at: number, now: number): number {
    const offsetMs = this.#options.offsetMs()
    if (offsetMs === 0) return at
    return at <= now + offsetMs + roundingMs ? now : at - offsetMs
  }

  #localRefusal(refusal: Refusal): Refusal {
    const offsetMs = this.#options.offsetMs()
    return offsetMs !== 0 && 'retryAt' in refusal && refusal.retryAt !== undefined
      ? { ...refusal, retryAt: refusal.retryAt - offsetMs }
      : refusal
  }
}
