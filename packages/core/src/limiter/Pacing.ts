import type { Outcome } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'

/**
 * By how much of a window latencies may differ: requests arrive closer together than they were
 * sent.
 */
const bunching = 0.01
/**
 * For how many windows, and with what share at once, the budget is spread after a 429 without a
 * time.
 */
const waryWindows = 24
const waryShare = 0.1

/** How a budget is spread. A plain object, so that it can be stored as it is. */
export interface PacingState {
  /** The theoretical arrival time of the next request, if all were evenly spread. */
  dueAt?: number
  /** Until when the server counts as one that weighs two windows. */
  waryUntil?: number
}

/**
 * Spreads a budget over its window: the generic cell rate algorithm, with the share of the limit
 * that may be sent at once. A share of 1 never closes. 0 keeps requests so far apart that a server
 * which weighs two windows (a sliding counter) has room for each: of requests that are sent
 * `spacingMs` apart but for a burst, it counts at most `(windowMs + bunchingMs) / spacingMs +
 * burst`. A refusal that names no time is taken for such a server's.
 */
export class Pacing implements Rule {
  burstShare: number
  state: PacingState
  readonly #limit: (now: number) => Limit

  constructor(burstShare: number, limit: (now: number) => Limit, state: PacingState = {}) {
    this.burstShare = burstShare
    this.#limit = limit
    this.state = state
  }

  opensAt(_call: Call, now: number, ahead: number): number {
    const { burst, spacingMs } = this.#pace(now)
    if (burst === Infinity) return now
    return this.#dueAt(now) - (burst - 1 - ahead) * spacingMs
  }

  reason(): WaitReason {
    return 'pacing'
  }

  sent(_call: Call, now: number): void {
    this.state.dueAt = this.#dueAt(now) + this.#pace(now).spacingMs
  }

  settled(_call: Call, outcome: Outcome, now: number): void {
    if (outcome.kind !== 'limited') return
    const isExplained = (outcome.retryAfterMs ?? outcome.advertised?.resetMs) !== undefined
    if (isExplained) return
    const { windowMs } = this.#limit(now)
    this.state.waryUntil = now + waryWindows * windowMs
    const { burst, spacingMs } = this.#pace(now)
    // No permit is left, and the requests that were sent too early have to be made good.
    this.state.dueAt = now + (burst + 1) * spacingMs
  }

  #dueAt(now: number): number {
    return Math.max(now, this.state.dueAt ?? now)
  }

  /** How many may go at once, and how far apart they go otherwise. */
  #pace(now: number): { burst: number; spacingMs: number } {
    const { requests, windowMs } = this.#limit(now)
    const isWary = now < (this.state.waryUntil ?? now)
    const share = isWary ? Math.min(this.burstShare, waryShare) : this.burstShare
    const burst = share >= 1 ? Infinity : Math.max(1, Math.floor(share * requests))
    const spacingMs =
      isWary || burst === 1
        ? (windowMs * (1 + bunching)) / Math.max(1, requests - burst)
        : windowMs / requests
    return { burst, spacingMs }
  }
}
