import { BoundedMap } from '../accounts/BoundedMap.ts'
import { FailedAttempts } from './FailedAttempts.ts'
import type { LockoutRule } from './LockoutRule.ts'

/** The failures and locks of many owners, or of many addresses; those with nothing recent are forgotten. */
export class Lockouts {
  readonly #rule: LockoutRule
  readonly #attempts: BoundedMap<FailedAttempts>

  constructor(rule: LockoutRule, capacity: number) {
    this.#rule = rule
    this.#attempts = new BoundedMap(capacity, (attempts, now) => attempts.isIdle(now))
  }

  fail(name: string, now: number): void {
    this.#of(name, now).fail(now)
  }

  lock(name: string, until: number, now: number): void {
    this.#of(name, now).lock(until)
  }

  clear(name: string): void {
    this.#attempts.delete(name)
  }

  lockedUntil(name: string, now: number): number | undefined {
    return this.#attempts.size === 0 ? undefined : this.#attempts.get(name)?.lockedUntil(now)
  }

  /** Those that are locked or have failed lately. */
  *list(now: number): Generator<{ name: string; failures: number; lockedUntil: number | undefined }> {
    for (const [name, attempts] of this.#attempts.active(now)) {
      yield { name, failures: attempts.failures(now), lockedUntil: attempts.lockedUntil(now) }
    }
  }

  #of(name: string, now: number): FailedAttempts {
    const known = this.#attempts.get(name)
    if (known) return known
    const fresh = new FailedAttempts(this.#rule)
    this.#attempts.add(name, fresh, now)
    return fresh
  }
}
