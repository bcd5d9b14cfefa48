import type { Call } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rules } from './Rules.ts'
import type { QueuedCall } from './QueuedCall.ts'

/** When a waiter can leave, as it is and as it will be once it has risen: a high call may use the reserve. */
export class Outlook {
  readonly #rules: Rules
  readonly #windowMs: () => number

  constructor(rules: Rules, windowMs: () => number) {
    this.#rules = rules
    this.#windowMs = windowMs
  }

  /** With nobody ahead; Infinity: only an answer can tell. */
  opensAt(queued: QueuedCall, now: number): number {
    return this.#risen(queued, now, (call) => this.#rules.opensAt(call, now, 0))
  }

  /** As `opensAt`, with a rule that waits for an answer counted as open. */
  lowerBound(queued: QueuedCall, now: number, ahead: number): number {
    return this.#risen(queued, now, (call) => this.#rules.lowerBound(call, now, ahead))
  }

  /** Why `queued` must not wait: with so many ahead it could only leave past its deadline. */
  lateness(queued: QueuedCall, now: number, ahead: number): Refusal | undefined {
    queued.level = queued.levelAt(now, this.#windowMs())
    if (this.#rules.lowerBound(queued, now, ahead) <= queued.deadlineAt) return undefined
    const at = this.lowerBound(queued, now, ahead)
    return at > queued.deadlineAt
      ? { kind: 'wait', retryAt: at, reason: this.#rules.reason(queued, now, ahead) }
      : undefined
  }

  #risen(queued: QueuedCall, now: number, opensAt: (call: Call) => number): number {
    let earliest = opensAt(queued)
    const windowMs = this.#windowMs()
    for (let level = queued.levelAt(now, windowMs) - 1; level >= 0; level -= 1) {
      const risesAt = queued.risesAt(level, windowMs)
      if (risesAt >= earliest || earliest === Infinity) break
      earliest = Math.min(earliest, Math.max(risesAt, opensAt(queued.at(level))))
    }
    return earliest
  }
}
