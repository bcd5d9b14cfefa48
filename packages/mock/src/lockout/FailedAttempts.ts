import type { LockoutRule } from './LockoutRule.ts'

/** The failures of one owner or address, and the lock they lead to: deterministic, changing nothing but itself. */
export class FailedAttempts {
  readonly #rule: LockoutRule
  #failedAt: number[] = []
  #lockedUntil = Number.NEGATIVE_INFINITY

  constructor(rule: LockoutRule) {
    this.#rule = rule
  }

  /** One more failure; the one that reaches the limit locks from its own instant. An attempt during a lock is not one. */
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

  /** The end of the present lock, or undefined where there is none. */
  lockedUntil(now: number): number | undefined {
    return now < this.#lockedUntil ? this.#lockedUntil : undefined
  }

  failures(now: number): number {
    return this.#recent(now).length
  }

  /** True once nothing here can matter any more. */
  isIdle(now: number): boolean {
    return now >= this.#lockedUntil && this.#recent(now).length === 0
  }

  #recent(now: number): number[] {
    return this.#failedAt.filter((at) => now - at < this.#rule.withinMs)
  }
}
