import { backoffMs } from '../contract/backoff.ts'
import type { Outcome, AdvertisedLimits } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import type { Budget } from './Budget.ts'
import { isOurBudget } from './isOurBudget.ts'

/** A longer `Retry-After` is cut to this. */
const maxRetryAfterMs = 86_400_000

export interface ServerLimitOptions {
  /** The limit with the fewest permits left. */
  readonly limit: (now: number) => Limit
  /** Counts the requests in flight, of all members of the store. */
  readonly budget: Pick<Budget, 'longestMs' | 'unheard' | 'inFlight' | 'reserved'>
  readonly random: () => number
}

/** What the server stated in one response. */
interface Stated {
  readonly heardAt: number
  /** How many it would have served then, had it not yet counted what was given up. */
  readonly remaining: number
}

/** What the server last said. A plain object, so that it can be stored as it is. */
export interface ServerLimitState {
  closedUntil?: number
  /** Whether the server serves without saying what is left. */
  isSilent: boolean
  /**
   * What the server has stated, in order of arrival. Requests in flight together may be answered in
   * any order, so each of these statements may be the newest. A later one that is not higher
   * replaces the earlier ones, so the values rise.
   */
  stated: Stated[]
  /** When there is more than was stated last, if that was stated too. */
  resetAt?: number
  /** Until when what was stated may still be so. */
  statedUntil?: number
  /** When the last 429 came. */
  refusedAt?: number
  /** How many came in a row: those that were in flight together are one. */
  refusals: number
}

export function nothingSaid(): ServerLimitState {
  return { isSilent: false, stated: [], refusals: 0 }
}

const never = Number.NEGATIVE_INFINITY

/**
 * What the server last said of the budget, as a ceiling on the requests in flight. Nothing is known
 * at first, so the first request is sent alone. So is the first one after a 429. It never opens
 * what the budget's own count closes.
 */
export class ServerLimit implements Rule {
  tightened = 0
  state: ServerLimitState
  readonly #options: ServerLimitOptions

  constructor(options: ServerLimitOptions, state: ServerLimitState = nothingSaid()) {
    this.#options = options
    this.state = state
  }

  /** Returns until when the server asked the client to wait, or `undefined`. */
  closedUntil(now: number): number | undefined {
    const { closedUntil = never } = this.state
    return closedUntil > now ? closedUntil : undefined
  }

  /**
   * How many more it serves by what it last stated; Infinity if it stated nothing that still holds.
   * `spare`: how many of the permits in flight are held for calls to come.
   */
  remaining(now: number, spare = 0): number {
    const [stated] = this.state.stated
    if (stated === undefined || now >= this.statedUntil) return Infinity
    return Math.max(0, stated.remaining - this.#options.budget.inFlight + spare)
  }

  /** Until when `remaining` holds, if nothing is sent. */
  get statedUntil(): number {
    return this.state.statedUntil ?? never
  }

  opensAt(_call: Call, now: number): number {
    return this.closedUntil(now) ?? (this.room > 0 ? now : Infinity)
  }

  reason(): WaitReason {
    return 'server'
  }

  /** How many more may be in flight before the server says more. */
  get room(): number {
    return Math.max(this.certainRoom, 1 - this.#options.budget.inFlight)
  }

  /** How many more the server is known to serve, besides those that are in flight. */
  get certainRoom(): number {
    const { inFlight, reserved } = this.#options.budget
    return this.#ceiling - reserved - inFlight
  }

  sent(): void {}

  settled(call: Call, outcome: Outcome, now: number): void {
    if (outcome.kind === 'unsent') return
    if (outcome.kind === 'limited')
      this.#close(call, now, outcome.retryAfterMs ?? outcome.advertised?.resetMs)
    else this.#learn(call, outcome, now)
    const { budget } = this.#options
    const hasNoRoom = budget.inFlight === 0 && this.state.stated.length > 0 && this.#ceiling <= 0
    if (hasNoRoom) this.#closeUntil(Math.max(this.state.resetAt ?? never, budget.unheard(now).until))
  }

  /** How many may be in flight before the server says more. With none, one is sent alone. */
  get #ceiling(): number {
    const { stated, isSilent } = this.state
    return stated[0]?.remaining ?? (isSilent ? Infinity : 0)
  }

  #learn(call: Call, outcome: Exclude<Outcome, { kind: 'unsent' | 'limited' }>, now: number): void {
    const isOurs = outcome.kind !== 'lost' && isOurBudget(call, outcome)
    const isServed = outcome.kind === 'ok' || (outcome.kind === 'failed' && outcome.status < 500)
    const showsService = isOurs && isServed && this.#isNews(call)
    if (showsService) this.state.refusals = 0
    if (isOurs && outcome.advertised?.remaining !== undefined) this.#hear(call, outcome.advertised, now)
    // A server that serves without telling advertises no limit. What it told last may hold until
    // its reset.
    else if (showsService && now >= (this.state.statedUntil ?? never)) {
      this.state.isSilent = true
      this.state.stated = []
    }
    // It may have been counted since.
    else this.state.stated = this.state.stated.map((each) => ({ ...each, remaining: each.remaining - 1 }))
  }

  /** A request that was sent before a 429 tells nothing of the time after it. */
  #isNews(call: Call): boolean {
    return call.sentAt > (this.state.refusedAt ?? never)
  }

  #close(call: Call, now: number, statedMs: number | undefined): void {
    const { windowMs } = this.#options.limit(now)
    if (this.#isNews(call)) this.state.refusals += 1
    const stated = statedMs === undefined ? 0 : Math.min(statedMs, maxRetryAfterMs) + marginMs(windowMs)
    // A time that did not help the last time is not enough.
    const isEnough = statedMs !== undefined && this.state.refusals <= 1
    const delayMs = isEnough ? stated : Math.max(stated, this.#backOffMs(windowMs))
    this.state.refusedAt = now
    this.state.isSilent = false
    this.state.stated = []
    this.#closeUntil(now + delayMs)
  }

  /** Returns 1, 2, 4 … sixtieths of the window, up to all of it. Jitter only adds. */
  #backOffMs(windowMs: number): number {
    const delayMs = backoffMs(this.state.refusals - 1, { baseMs: windowMs / 60, maxMs: windowMs })
    return delayMs * (1 + this.#options.random() / 4)
  }

  #hear(call: Call, { remaining = 0, resetMs }: AdvertisedLimits, now: number): void {
    const { budget, limit } = this.#options
    // A server that weighs two windows may take both; beyond that, a reset is nonsense. One that
    // was overtaken by our own count does no harm.
    const statedMs = Math.min(resetMs ?? budget.longestMs, 2 * budget.longestMs)
    const until = now + statedMs + marginMs(limit(now).windowMs)
    this.state.statedUntil = until
    if (remaining === 0 && resetMs !== undefined) this.#closeUntil(until)
    if (!this.#isNews(call)) return
    if (resetMs === undefined) delete this.state.resetAt
    else this.state.resetAt = until
    const stated = { heardAt: now, remaining: remaining - budget.unheard(now).count }
    this.state.stated = this.state.stated.filter(
      ({ heardAt, remaining: least }) => heardAt > call.sentAt && least < stated.remaining,
    )
    this.state.stated.push(stated)
  }

  #closeUntil(until: number): void {
    if (until <= (this.state.closedUntil ?? never)) return
    this.state.closedUntil = until
    this.tightened += 1
  }
}

/** Waits a little longer than the time that was named: clocks differ, and seconds are rounded. */
function marginMs(windowMs: number): number {
  return Math.min(1000, windowMs / 20)
}
