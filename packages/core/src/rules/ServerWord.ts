import type { Answer, Statement } from '../contract/Answer.ts'
import type { Call } from '../contract/Call.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import { speaksOfOurBudget } from './speaksOfOurBudget.ts'

/** No `Retry-After` is believed beyond this. */
const maxRetryAfterMs = 86_400_000

export interface ServerWordOptions {
  /** The limit with the fewest permits left. */
  readonly limit: () => Limit
  /** The longest window known of, in ms. */
  readonly longestMs: () => number
  readonly random: () => number
}

/** The same, for members that share it. */
export interface SaidByServer {
  readonly closedUntil: number | undefined
  /** `undefined`: any number. */
  readonly allowance: number | undefined
  readonly heardAt: number | undefined
  readonly statedUntil: number | undefined
  readonly refusedAt: number | undefined
  readonly refusals: number
}

/**
 * What the server last said of the budget, as a ceiling on what may leave before it says more. Nothing is known at first,
 * so the first request goes alone; so does the first after a refusal. It opens nothing: the budget's own count decides that.
 */
export class ServerWord implements Rule {
  tightened = 0
  readonly #limit: () => Limit
  readonly #longestMs: () => number
  readonly #random: () => number
  #closedUntil = Number.NEGATIVE_INFINITY
  /** How many may leave before the next answer; with none, one goes alone. */
  #allowance = 0
  #inFlight = 0
  /** Under way at other members that share the budget. */
  #elsewhere = 0
  /** When the last statement or refusal came in: what left before it is older news. */
  #heardAt = Number.NEGATIVE_INFINITY
  /** Until when what was stated may still be so. */
  #statedUntil = Number.NEGATIVE_INFINITY
  /** When the last 429 came in, and how many in a row: those that were under way together are one. */
  #refusedAt = Number.NEGATIVE_INFINITY
  #refusals = 0

  constructor({ limit, longestMs, random }: ServerWordOptions) {
    this.#limit = limit
    this.#longestMs = longestMs
    this.#random = random
  }

  /** Until when the server asked us to wait; `undefined`: it did not. */
  closedUntil(now: number): number | undefined {
    return this.#closedUntil > now ? this.#closedUntil : undefined
  }

  snapshot(): SaidByServer {
    return {
      closedUntil: finite(this.#closedUntil),
      allowance: finite(this.#allowance),
      heardAt: finite(this.#heardAt),
      statedUntil: finite(this.#statedUntil),
      refusedAt: finite(this.#refusedAt),
      refusals: this.#refusals,
    }
  }

  restore(said: SaidByServer | undefined, elsewhere: number): void {
    this.#closedUntil = said?.closedUntil ?? Number.NEGATIVE_INFINITY
    this.#allowance = said ? (said.allowance ?? Infinity) : 0
    this.#heardAt = said?.heardAt ?? Number.NEGATIVE_INFINITY
    this.#statedUntil = said?.statedUntil ?? Number.NEGATIVE_INFINITY
    this.#refusedAt = said?.refusedAt ?? Number.NEGATIVE_INFINITY
    this.#refusals = said?.refusals ?? 0
    this.#elsewhere = elsewhere
  }

  opensAt(_call: Call, now: number): number {
    if (this.#closedUntil > now) return this.#closedUntil
    if (this.#allowance > 0 || this.#inFlight + this.#elsewhere === 0) return now
    return Infinity
  }

  reason(): WaitReason {
    return 'server'
  }

  left(): void {
    this.#inFlight += 1
    this.#allowance = Math.max(0, this.#allowance - 1)
  }

  answered(call: Call, answer: Answer, now: number): void {
    this.#inFlight -= 1
    if (answer.kind === 'lost' || answer.kind === 'unsent') return
    if (answer.kind === 'limited') {
      this.#close(call, now, answer.retryAfterMs ?? answer.statement?.resetMs)
      return
    }
    if (!speaksOfOurBudget(call, answer)) return
    if (answer.statement?.remaining !== undefined) this.#hear(call, answer.statement, now)
    // One that left before a refusal says nothing of the time after it.
    if (!isServed(answer) || call.leftAt <= this.#refusedAt) return
    // A server that serves and says nothing has nothing to say, though what it said last may hold until its reset.
    if (now >= this.#statedUntil) this.#allowance = Infinity
    this.#refusals = 0
  }

  #close(call: Call, now: number, statedMs: number | undefined): void {
    const { windowMs } = this.#limit()
    if (call.leftAt > this.#refusedAt) this.#refusals += 1
    const stated = statedMs === undefined ? 0 : Math.min(statedMs, maxRetryAfterMs) + marginMs(windowMs)
    // A time that did not help the last time is not enough.
    const isEnough = statedMs !== undefined && this.#refusals <= 1
    const delayMs = isEnough ? stated : Math.max(stated, this.#backOffMs(windowMs))
    this.#refusedAt = now
    this.#heardAt = now
    this.#allowance = 0
    this.#closeUntil(now + delayMs)
  }

  /** 1, 2, 4 … sixtieths of the window, up to all of it; jitter only ever adds. */
  #backOffMs(windowMs: number): number {
    const delayMs = Math.min(windowMs, (windowMs / 60) * 2 ** (this.#refusals - 1))
    return delayMs * (1 + this.#random() / 4)
  }

  #hear(call: Call, { remaining = 0, resetMs }: Statement, now: number): void {
    // Whatever is in flight may or may not be counted in it yet. A statement about a request that left before the last
    // statement came in may be older than that one, and can only lower.
    const allowance = Math.max(0, remaining - this.#inFlight - this.#elsewhere)
    const isNewer = call.leftAt >= this.#heardAt && call.leftAt > this.#refusedAt
    this.#allowance = isNewer ? allowance : Math.min(this.#allowance, allowance)
    this.#heardAt = now
    // A reset beyond the longest window is nonsense; one that was overtaken by our own count does no harm.
    const longestMs = this.#longestMs()
    const until = now + Math.min(resetMs ?? longestMs, longestMs) + marginMs(this.#limit().windowMs)
    this.#statedUntil = until
    if (remaining === 0 && resetMs !== undefined) this.#closeUntil(until)
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

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}

function isServed(answer: Answer): boolean {
  return answer.kind === 'ok' || (answer.kind === 'failed' && answer.status < 500)
}
