import type { Call } from '../contract/Call.ts'

/** Minutes until the first, second … probe where the server names no time (CONTRACT, "How long is temporarily?"). */
const probeAfterMinutes = [1, 2, 4, 8, 15]

/** A lockout of the whole origin, until one call, alone, is let through again. */
export class Lock {
  /** When a probe may go. */
  probeAt: number
  reason: string
  /** The call that is finding out. */
  probe: Call | undefined
  /** Since when we know. */
  readonly since: number
  #refusals = 0
  readonly #random: () => number

  constructor(now: number, retryAfterMs: number | undefined, reason: string, random: () => number) {
    this.since = now
    this.reason = reason
    this.#random = random
    this.probeAt = now + this.#delayMs(retryAfterMs)
  }

  /** Refused again: the time grows. */
  renew(now: number, retryAfterMs: number | undefined, reason: string): void {
    this.reason = reason
    this.probeAt = Math.max(this.probeAt, now + this.#delayMs(retryAfterMs))
  }

  #delayMs(retryAfterMs: number | undefined): number {
    const minutes = probeAfterMinutes[Math.min(this.#refusals, probeAfterMinutes.length - 1)] ?? 15
    this.#refusals += 1
    if (retryAfterMs !== undefined) return Math.min(retryAfterMs, 86_400_000) + 1000
    return minutes * 60_000 * (1 + this.#random() / 10)
  }
}
