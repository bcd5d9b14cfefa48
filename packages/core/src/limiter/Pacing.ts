import type { Outcome } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import { finite } from './finite.ts'

/** By how much of a window latencies may differ, so that requests arrive closer together than they left: 36 s of an hour. */
const bunching = 0.01
/** For how long, and with what share at once, the budget is spread after a refusal that nobody explains. */
const waryWindows = 24
const waryShare = 0.1

/** How a budget is spread, for members that share it. */
export interface SharedPace {
  /** When the next request is due; left out: none has left yet. */
  readonly dueAt: number | undefined
  /** Left out: nothing was refused without an explanation. */
  readonly waryUntil: number | undefined
}

/**
 * Spreads a budget over its window: the generic cell rate algorithm, with the share of the limit that may go at once.
 * A share of 1 never closes; 0 keeps requests so far apart that a server which weighs two windows (a sliding counter) has
 * room for each: of requests that leave `spacingMs` apart but for a burst, it counts at most
 * `(windowMs + bunchingMs) / spacingMs + burst`. A refusal that names no time is taken for such a server's.
 */
export class Pacing implements Rule {
  burstShare: number
  readonly #limit: () => Limit
  /** The theoretical arrival time of the next request, were all evenly spread. */
  #dueAt = Number.NEGATIVE_INFINITY
  /** Until when the server is taken for one that weighs two windows. */
  #waryUntil = Number.NEGATIVE_INFINITY

  constructor(burstShare: number, limit: () => Limit) {
    this.burstShare = burstShare
    this.#limit = limit
  }

  opensAt(_call: Call, now: number, ahead: number): number {
    const { burst, spacingMs } = this.#pace(now)
    if (burst === Infinity) return now
    return Math.max(now, this.#dueAt) - (burst - 1 - ahead) * spacingMs
  }

  reason(): WaitReason {
    return 'pacing'
  }

  snapshot(): SharedPace {
    return { dueAt: finite(this.#dueAt), waryUntil: finite(this.#waryUntil) }
  }

  restore({ dueAt, waryUntil }: Partial<SharedPace> = {}): void {
    this.#dueAt = dueAt ?? Number.NEGATIVE_INFINITY
    this.#waryUntil = waryUntil ?? Number.NEGATIVE_INFINITY
  }

  sent(_call: Call, now: number): void {
    this.#dueAt = Math.max(now, this.#dueAt) + this.#pace(now).spacingMs
  }

  settled(_call: Call, outcome: Outcome, now: number): void {
    if (outcome.kind !== 'limited' || isExplained(outcome)) return
    const { windowMs } = this.#limit()
    this.#waryUntil = now + waryWindows * windowMs
    const { burst, spacingMs } = this.#pace(now)
    // Nothing is left, and what was let leave too early has to be made good.
    this.#dueAt = now + (burst + 1) * spacingMs
  }

  /** How many may go at once, and how far apart they go otherwise. */
  #pace(now: number): { burst: number; spacingMs: number } {
    const { requests, windowMs } = this.#limit()
    const isWary = now < this.#waryUntil
    const share = isWary ? Math.min(this.burstShare, waryShare) : this.burstShare
    const burst = share >= 1 ? Infinity : Math.max(1, Math.floor(share * requests))
    const spacingMs =
      isWary || burst === 1
        ? (windowMs * (1 + bunching)) / Math.max(1, requests - burst)
        : windowMs / requests
    return { burst, spacingMs }
  }
}

function isExplained({ retryAfterMs, advertised }: Outcome & { kind: 'limited' }): boolean {
  return retryAfterMs !== undefined || advertised?.resetMs !== undefined
}
