import type { Outcome, AdvertisedLimits } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import { finite } from './finite.ts'
import { isOurBudget } from './isOurBudget.ts'
import type { Unheard } from './Window.ts'

/** No `Retry-After` is believed beyond this. */
const maxRetryAfterMs = 86_400_000

export interface ServerWordOptions {
  /** The limit with the fewest permits left. */
  readonly limit: () => Limit
  /** The longest window known of, in ms. */
  readonly longestMs: () => number
  /** What was given up and the server may still come to count. */
  readonly unheard: (now: number) => Unheard
  readonly random: () => number
}

/** What the server stated in one answer. */
interface Stated {
  readonly heardAt: number
  /** How many it would have served then, had it not yet counted what was given up. */
  readonly remaining: number
}

/** The same, for members that share it. */
export interface SaidByServer {
  readonly closedUntil: number | undefined
  readonly isSilent: boolean
  readonly stated: readonly Stated[]
  readonly resetAt: number | undefined
  readonly statedUntil: number | undefined
  readonly refusedAt: number | undefined
  readonly refusals: number
}

/**
 * What the server last said of the budget, as a ceiling on what is under way. Nothing is known at first, so the first
 * request goes alone; so does the first after a refusal. It opens nothing: the budget's own count decides that.
 */
export class ServerLimit implements Rule {
  tightened = 0
  readonly #options: ServerWordOptions
  #closedUntil = Number.NEGATIVE_INFINITY
  /** Whether the server serves without a word. */
  #isSilent = false
  /**
   * The statements of which any may be the newest, since what they were about overlapped: the earlier the lower, as of two
   * the later is at least as new, and counts alone where it is not the higher.
   */
  #stated: Stated[] = []
  #inFlightHere = 0
  /** Under way at other members that share the budget. */
  #elsewhere = 0
  /** When there is more than was stated last, where that was stated too. */
  #resetAt = Number.NEGATIVE_INFINITY
  /** Until when what was stated may still be so. */
  #statedUntil = Number.NEGATIVE_INFINITY
  /** When the last 429 came in, and how many in a row: those that were under way together are one. */
  #refusedAt = Number.NEGATIVE_INFINITY
  #refusals = 0

  constructor(options: ServerWordOptions) {
    this.#options = options
  }

  /** Until when the server asked us to wait; `undefined`: it did not. */
  closedUntil(now: number): number | undefined {
    return this.#closedUntil > now ? this.#closedUntil : undefined
  }

  /** How many more it serves by what it last stated; Infinity if it stated nothing that still holds. */
  remaining(now: number): number {
    const [stated] = this.#stated
    if (stated === undefined || now >= this.#statedUntil) return Infinity
    return Math.max(0, stated.remaining - this.#inFlight)
  }

  /** Until when `remaining` holds, if nothing is sent. */
  get statedUntil(): number {
    return this.#statedUntil
  }

  snapshot(): SaidByServer {
    return {
      closedUntil: finite(this.#closedUntil),
      isSilent: this.#isSilent,
      stated: this.#stated,
      resetAt: finite(this.#resetAt),
      statedUntil: finite(this.#statedUntil),
      refusedAt: finite(this.#refusedAt),
      refusals: this.#refusals,
    }
  }

  restore(said: SaidByServer | undefined, elsewhere: number): void {
    this.#closedUntil = said?.closedUntil ?? Number.NEGATIVE_INFINITY
    this.#isSilent = said?.isSilent ?? false
    this.#stated = [...(said?.stated ?? [])]
    this.#resetAt = said?.resetAt ?? Number.NEGATIVE_INFINITY
    this.#statedUntil = said?.statedUntil ?? Number.NEGATIVE_INFINITY
    this.#refusedAt = said?.refusedAt ?? Number.NEGATIVE_INFINITY
    this.#refusals = said?.refusals ?? 0
    this.#elsewhere = elsewhere
  }

  opensAt(_call: Call, now: number): number {
    if (this.#closedUntil > now) return this.#closedUntil
    return this.#isAlone || this.#inFlight < this.#ceiling ? now : Infinity
  }

  reason(): WaitReason {
    return 'server'
  }

  sent(): void {
    this.#inFlightHere += 1
  }

  settled(call: Call, outcome: Outcome, now: number): void {
    this.#inFlightHere -= 1
    if (outcome.kind === 'unsent') return
    if (outcome.kind === 'limited')
      this.#close(call, now, outcome.retryAfterMs ?? outcome.advertised?.resetMs)
    else this.#learn(call, outcome, now)
    const hasNoRoom = this.#isAlone && this.#stated.length > 0 && this.#ceiling <= 0
    if (hasNoRoom) this.#closeUntil(Math.max(this.#resetAt, this.#options.unheard(now).until))
  }

  /** How many may be under way before the server says more; with none, one goes alone. */
  get #ceiling(): number {
    return this.#stated[0]?.remaining ?? (this.#isSilent ? Infinity : 0)
  }

  get #inFlight(): number {
    return this.#inFlightHere + this.#elsewhere
  }

  get #isAlone(): boolean {
    return this.#inFlight === 0
  }

  #learn(call: Call, outcome: Exclude<Outcome, { kind: 'unsent' | 'limited' }>, now: number): void {
    const isOurs = outcome.kind !== 'lost' && isOurBudget(call, outcome)
    const isServed = outcome.kind === 'ok' || (outcome.kind === 'failed' && outcome.status < 500)
    const showsService = isOurs && isServed && this.#isNews(call)
    if (showsService) this.#refusals = 0
    if (isOurs && outcome.advertised?.remaining !== undefined) this.#hear(call, outcome.advertised, now)
    // A server that serves and says nothing has nothing to say, though what it said last may hold until its reset.
    else if (showsService && now >= this.#statedUntil) {
      this.#isSilent = true
      this.#stated = []
    }
    // It may have been counted since.
    else this.#stated = this.#stated.map((each) => ({ ...each, remaining: each.remaining - 1 }))
  }

  /** What left before a refusal says nothing of the time after it. */
  #isNews(call: Call): boolean {
    return call.sentAt > this.#refusedAt
  }

  #close(call: Call, now: number, statedMs: number | undefined): void {
    const { windowMs } = this.#options.limit()
    if (this.#isNews(call)) this.#refusals += 1
    const stated = statedMs === undefined ? 0 : Math.min(statedMs, maxRetryAfterMs) + marginMs(windowMs)
    // A time that did not help the last time is not enough.
    const isEnough = statedMs !== undefined && this.#refusals <= 1
    const delayMs = isEnough ? stated : Math.max(stated, this.#backOffMs(windowMs))
    this.#refusedAt = now
    this.#isSilent = false
    this.#stated = []
    this.#closeUntil(now + delayMs)
  }

  /** 1, 2, 4 … sixtieths of the window, up to all of it; jitter only ever adds. */
  #backOffMs(windowMs: number): number {
    const delayMs = Math.min(windowMs, (windowMs / 60) * 2 ** (this.#refusals - 1))
    return delayMs * (1 + this.#options.random() / 4)
  }

  #hear(call: Call, { remaining = 0, resetMs }: AdvertisedLimits, now: number): void {
    const { longestMs, unheard, limit } = this.#options
    // A server that weighs two windows may take both; beyond that, a reset is nonsense. One that was overtaken by our own
    // count does no harm.
    const statedMs = Math.min(resetMs ?? longestMs(), 2 * longestMs())
    const until = now + statedMs + marginMs(limit().windowMs)
    this.#statedUntil = until
    if (remaining === 0 && resetMs !== undefined) this.#closeUntil(until)
    if (!this.#isNews(call)) return
    this.#resetAt = resetMs === undefined ? Number.NEGATIVE_INFINITY : until
    const stated = { heardAt: now, remaining: remaining - unheard(now).count }
    this.#stated = this.#stated.filter(
      ({ heardAt, remaining: least }) => heardAt > call.sentAt && least < stated.remaining,
    )
    this.#stated.push(stated)
  }

  #closeUntil(until: number): void {
    if (until <= this.#closedUntil) return
    this.#closedUntil = until
    this.tightened += 1
  }
}

/** Right after the time that was named, never at it: clocks differ, and seconds are rounded. */
function marginMs(windowMs: number): number {
  return Math.min(1000, windowMs / 20)
}
