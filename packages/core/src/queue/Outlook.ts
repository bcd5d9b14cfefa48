import type { Call } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rules } from './Rules.ts'
import type { Waiter } from './QueuedCall.ts'

/** When a waiter can leave, as it is and as it will be once it has risen: a high call may use the reserve. */
export class Outlook {
  readonly #rules: Rules
  readonly #windowMs: () => number

  constructor(rules: Rules, windowMs: () => number) {
    this.#rules = rules
    this.#windowMs = windowMs
  }

  /** With nobody ahead; Infinity: only an answer can tell. */
  opensAt(waiter: Waiter, now: number): number {
    return this.#risen(waiter, now, (call) => this.#rules.opensAt(call, now, 0))
  }

  /** As `opensAt`, with a rule that waits for an answer counted as open. */
  lowerBound(waiter: Waiter, now: number, ahead: number): number {
    return this.#risen(waiter, now, (call) => this.#rules.lowerBound(call, now, ahead))
  }

  /** Why `waiter` must not wait: with so many ahead it could only leave past its deadline. */
  lateness(waiter: Waiter, now: number, ahead: number): Refusal | undefined {
    waiter.level = waiter.levelAt(now, this.#windowMs())
    if (this.#rules.lowerBound(waiter, now, ahead) <= waiter.deadlineAt) return undefined
    const at = this.lowerBound(waiter, now, ahead)
    return at > waiter.deadlineAt
      ? { kind: 'wait', retryAt: at, reason: this.#rules.reason(waiter, now, ahead) }
      : undefined
  }

  #risen(waiter: Waiter, now: number, opensAt: (call: Call) => number): number {
    let earliest = opensAt(waiter)
    const windowMs = this.#windowMs()
    for (let level = waiter.levelAt(now, windowMs) - 1; level >= 0; level -= 1) {
      const risesAt = waiter.risesAt(level, windowMs)
      if (risesAt >= earliest || earliest === Infinity) break
      const { credential, whenLocked, leftAt } = waiter
      earliest = Math.min(earliest, Math.max(risesAt, opensAt({ credential, whenLocked, leftAt, level })))
    }
    return earliest
  }
}
