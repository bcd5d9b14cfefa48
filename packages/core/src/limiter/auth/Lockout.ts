import { backoffMs } from '../../contract/backoff.ts'
import type { Call } from '../../contract/Call.ts'

/**
 * After 1, 2, 4, 8, 15, 15 … minutes a probe is sent if the server names no time (CONTRACT, "How
 * long is temporarily?").
 */
const probeAfter = { baseMs: 60_000, maxMs: 900_000 }

/** What a 403 says of the lockout. */
export interface LockNews {
  readonly retryAfterMs: number | undefined
  readonly reason: string
}

/** A lockout, for members that share it. */
export interface SharedLockout {
  readonly since: number
  readonly probeAt: number
  readonly reason: string
  readonly refusals: number
}

/** A lockout of the whole origin. It lasts until a probe, alone, gets another response. */
export class Lockout {
  /** When a probe may be sent. */
  probeAt: number
  reason: string
  /** When the client learnt of it. */
  readonly since: number
  #refusals = 0
  readonly #random: () => number

  constructor(now: number, { retryAfterMs, reason }: LockNews, random: () => number) {
    this.since = now
    this.reason = reason
    this.#random = random
    this.probeAt = now + this.#delayMs(retryAfterMs)
  }

  static restore({ since, probeAt, reason, refusals }: SharedLockout, random: () => number): Lockout {
    const lockout = new Lockout(since, { retryAfterMs: 0, reason }, random)
    lockout.probeAt = probeAt
    lockout.#refusals = refusals
    return lockout
  }

  snapshot(): SharedLockout {
    const { since, probeAt, reason } = this
    return { since, probeAt, reason, refusals: this.#refusals }
  }

  /**
   * The API has refused again. The time grows with each probe, but not with the calls that were in
   * flight with the first one.
   */
  renew(call: Call, now: number, { retryAfterMs, reason }: LockNews): void {
    this.reason = reason
    if (call.sentAt >= this.since) this.#refusals += 1
    this.probeAt = Math.max(this.probeAt, now + this.#delayMs(retryAfterMs))
  }

  #delayMs(retryAfterMs: number | undefined): number {
    if (retryAfterMs !== undefined) return Math.min(retryAfterMs, 86_400_000) + 1000
    return backoffMs(this.#refusals, probeAfter) * (1 + this.#random() / 10)
  }
}
