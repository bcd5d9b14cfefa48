import type { Call } from '../contract/Call.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'

/**
 * Spreads a budget over its window: the generic cell rate algorithm, with the share of the limit that may go at once.
 * A share of 1 never closes, 0 leaves `windowMs / requests` between any two.
 */
export class Pacing implements Rule {
  burstShare: number
  readonly #limit: () => Limit
  /** The theoretical arrival time of the next request, were all evenly spread. */
  #dueAt = Number.NEGATIVE_INFINITY

  constructor(burstShare: number, limit: () => Limit) {
    this.burstShare = burstShare
    this.#limit = limit
  }

  opensAt(_call: Call, now: number, ahead: number): number {
    if (this.burstShare >= 1) return now
    const { requests, windowMs } = this.#limit()
    const spacingMs = windowMs / requests
    const burst = Math.max(1, Math.floor(this.burstShare * requests))
    return Math.max(now, this.#dueAt) - (burst - 1 - ahead) * spacingMs
  }

  reason(): WaitReason {
    return 'pace'
  }

  /** When the next one would be due; `undefined`: none has left yet. */
  snapshot(): number | undefined {
    return this.#dueAt === Number.NEGATIVE_INFINITY ? undefined : this.#dueAt
  }

  restore(dueAt: number = Number.NEGATIVE_INFINITY): void {
    this.#dueAt = dueAt
  }

  left(_call: Call, now: number): void {
    const { requests, windowMs } = this.#limit()
    this.#dueAt = Math.max(now, this.#dueAt) + windowMs / requests
  }

  answered(): void {}
}
