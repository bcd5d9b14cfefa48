import type { WaitReason } from '../contract/WaitReason.ts'
import type { Arriving } from './Arriving.ts'
import type { QueuedCall } from './QueuedCall.ts'
import type { Rules } from './Rules.ts'
import type { WaitQueue } from './WaitQueue.ts'

/** When a call can be sent, at the earliest, and what it waits for. */
export interface Forecast {
  /** `undefined` if only a response can tell. */
  readonly at: number | undefined
  readonly reason: WaitReason
}

export interface ForecastsOptions {
  readonly queue: WaitQueue
  readonly rules: Rules
  readonly arriving: Arriving
  readonly windowMs: () => number
  /** Whether a store decides, too. */
  readonly hasGate: boolean
}

/** Tells what the calls of a queue wait for. */
export class Forecasts {
  readonly #options: ForecastsOptions

  constructor(options: ForecastsOptions) {
    this.#options = options
  }

  next(now: number): Forecast | undefined {
    const { queue, rules, arriving, windowMs } = this.#options
    // The first may be overtaken by a call that rises before it can leave.
    const firsts = queue.firsts(now, windowMs())
    const opensAt = firsts.map((first) => Math.max(now, rules.earliestAt(first, now)))
    const at = Math.min(...opensAt)
    const next = firsts[opensAt.indexOf(at)]
    if (next === undefined) return undefined
    if (arriving.size === queue.size || this.#waitsForStore(at, now))
      return { at: undefined, reason: 'store' }
    return { at: rules.waitsForResponse(next, now) ? undefined : at, reason: rules.reason(next, now, 0) }
  }

  of(queued: QueuedCall, now: number): Forecast {
    const { queue, rules } = this.#options
    const ahead = queue.ahead(queued)
    const reason = rules.reason(queued, now, ahead)
    if (rules.waitsForResponse(queued, now)) return { at: undefined, reason }
    const at = rules.notBefore(queued, now, ahead)
    return this.#waitsForStore(at, now) ? { at: undefined, reason: 'store' } : { at, reason }
  }

  /** If the rules are open, the store has not replied yet. */
  #waitsForStore(at: number, now: number): boolean {
    return this.#options.hasGate && at <= now
  }
}
