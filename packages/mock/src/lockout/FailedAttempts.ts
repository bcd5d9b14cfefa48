import type { LockoutRule } from './LockoutRule.ts'

/** The failures of one owner or address, and the lock that they cause. It is deterministic. */
export class FailedAttempts {
  readonly #rule: LockoutRule
  #failedAt: number[] = []
  #lockedUntil = Number.NEGATIVE_INFINITY

  constructor(rule: LockoutRule) {
    this.#rule = rule
  }

  /**
   * Records a failure. The one that reaches the limit starts the lock at its own instant. An
   * attempt during a lock does not count.
   */
  fail(now: number): void {
    if (now < this.#lockedUntil) return
    this.#failedAt = [...this.#recent(now), now]
    if (this.#failedAt.length < this.#rule.attempts) return
    this.lock(now + this.#rule.forMs)
  }

  lock(until: number): void {
    this.#lockedUntil = until
    this.#failedAt = []
  }

  /** Returns the end of the present lock, or undefined if there is none. */
  lockedUntil(now: number): number | undefined {
    return now < this.#lockedUntil ? this.#lockedUntil : undefined
  }

  failures(now: number): number {
    return this.#recent(now).length
  }

  /** Returns true if neither a lock nor a failure has an effect any more. */
  isIdle(now: number): boolean {
    return now >= this.#lockedUntil && this.#recent(now).length === 0
  }

  #recent(now: number): number[] {
    return this.#failedAt.filter((at) => now - at < this.#rule.withinMs)
  }
}
