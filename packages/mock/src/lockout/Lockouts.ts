import { BoundedMap } from '../accounts/BoundedMap.ts'
import { FailedAttempts } from './FailedAttempts.ts'
import type { LockoutRule } from './LockoutRule.ts'

const isIdle = (attempts: FailedAttempts, now: number): boolean => attempts.isIdle(now)

/**
 * The failures and locks of many owners or addresses. Those without recent failures are forgotten.
 */
export class Lockouts {
  readonly #rule: LockoutRule
  readonly #failing: BoundedMap<FailedAttempts>
  /** Has a bound of its own, so that new failures never displace a locked caller. */
  readonly #locked: BoundedMap<FailedAttempts>

  constructor(rule: LockoutRule, capacity: number) {
    this.#rule = rule
    this.#failing = new BoundedMap(capacity, isIdle)
    this.#locked = new BoundedMap(capacity, isIdle)
  }

  /** Records a failure. An attempt during a lock does not count. */
  fail(name: string, now: number): void {
    if (this.lockedUntil(name, now) !== undefined) return
    const attempts = this.#failing.get(name) ?? this.#begin(name, now)
    attempts.fail(now)
    if (attempts.lockedUntil(now) !== undefined) this.#keepLocked(name, attempts, now)
  }

  lock(name: string, until: number, now: number): void {
    const attempts = new FailedAttempts(this.#rule)
    attempts.lock(until)
    this.#keepLocked(name, attempts, now)
  }

  clear(name: string): void {
    this.#failing.delete(name)
    this.#locked.delete(name)
  }

  lockedUntil(name: string, now: number): number | undefined {
    return this.#locked.size === 0 ? undefined : this.#locked.get(name)?.lockedUntil(now)
  }

  /** Yields those that are locked or have failed lately. */
  *list(now: number): Generator<{ name: string; failures: number; lockedUntil: number | undefined }> {
    for (const some of [this.#locked, this.#failing]) {
      for (const [name, attempts] of some.active(now)) {
        yield { name, failures: attempts.failures(now), lockedUntil: attempts.lockedUntil(now) }
      }
    }
  }

  #begin(name: string, now: number): FailedAttempts {
    const fresh = new FailedAttempts(this.#rule)
    this.#failing.add(name, fresh, now)
    return fresh
  }

  #keepLocked(name: string, attempts: FailedAttempts, now: number): void {
    this.clear(name)
    this.#locked.add(name, attempts, now)
  }
}
