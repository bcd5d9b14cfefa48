import type { Call } from '../../contract/Call.ts'

/** Minutes until the first, second … probe where the server names no time (CONTRACT, "How long is temporarily?"). */
const probeAfterMinutes = [1, 2, 4, 8, 15]

/** What the answer says that tells of the lock. */
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

/** A lockout of the whole origin, until one call, alone, is let through again. */
export class Lockout {
  /** When a probe may go. */
  probeAt: number
  reason: string
  /** Since when we know. */
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

  /** Refused again: the time grows with each probe, though not with the calls that were under way together with the first. */
  renew(call: Call, now: number, { retryAfterMs, reason }: LockNews): void {
    this.reason = reason
    if (call.sentAt >= this.since) this.#refusals += 1
    this.probeAt = Math.max(this.probeAt, now + this.#delayMs(retryAfterMs))
  }

  #delayMs(retryAfterMs: number | undefined): number {
    const minutes = probeAfterMinutes[Math.min(this.#refusals, probeAfterMinutes.length - 1)] ?? 15
    if (retryAfterMs !== undefined) return Math.min(retryAfterMs, 86_400_000) + 1000
    return minutes * 60_000 * (1 + this.#random() / 10)
  }
}
