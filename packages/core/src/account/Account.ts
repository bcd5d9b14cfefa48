import type { Clock } from '../contract/Clock.ts'
import type { Limit } from '../contract/Limit.ts'
import { Dispatcher } from '../line/Dispatcher.ts'
import { Budget } from '../rules/Budget.ts'
import { Pacing } from '../rules/Pacing.ts'
import { ServerWord } from '../rules/ServerWord.ts'
import type { Verdicts } from '../rules/Verdicts.ts'

/** What the clients of an account may differ in; where they do, the strictest holds. */
export interface AccountTerms {
  /** What is assumed where no limit is given. */
  readonly assumed: Limit
  readonly given: Limit | undefined
  readonly burstShare: number
  readonly reserve: number
  readonly maxWaiting: number
}

export interface AccountOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly maxFlightMs: number
  readonly verdicts: Verdicts
  readonly terms: AccountTerms
}

/** One budget and the line before it: of a credential and those that replaced it, or of the anonymous caller. */
export class Account {
  readonly budget: Budget
  readonly serverWord: ServerWord
  readonly dispatcher: Dispatcher
  readonly #pacing: Pacing
  readonly #given: Limit | undefined
  readonly #listeners = new Set<() => void>()

  constructor({ clock, random, maxFlightMs, verdicts, terms }: AccountOptions) {
    const { assumed, given, burstShare, reserve, maxWaiting } = terms
    this.#given = given
    this.budget = new Budget({ assumed, given, reserve, maxFlightMs })
    const limit = (): Limit => this.budget.limit(clock.now())
    this.#pacing = new Pacing(burstShare, limit)
    this.serverWord = new ServerWord({ limit, longestMs: () => this.budget.longestMs, random })
    this.dispatcher = new Dispatcher({
      clock,
      rules: [verdicts, this.budget, this.#pacing, this.serverWord],
      windowMs: () => limit().windowMs,
      maxWaiting,
      onChange: () => {
        for (const listener of this.#listeners) listener()
      },
    })
  }

  /** Another client joins on its own terms. Returns the names of the options in which it differs. */
  join({ given, burstShare, reserve, maxWaiting }: AccountTerms): string[] {
    const differing: string[] = []
    const first = this.#given
    if (given?.requests !== first?.requests || given?.windowMs !== first?.windowMs) differing.push('limit')
    if (given) this.budget.give(given)
    if (burstShare !== this.#pacing.burstShare) differing.push('burstShare')
    if (reserve !== this.budget.reserve) differing.push('reserve')
    if (maxWaiting !== this.dispatcher.maxWaiting) differing.push('maxWaiting')
    this.#pacing.burstShare = Math.min(burstShare, this.#pacing.burstShare)
    this.budget.reserve = Math.max(reserve, this.budget.reserve)
    this.dispatcher.maxWaiting = Math.min(maxWaiting, this.dispatcher.maxWaiting)
    this.dispatcher.wake()
    return differing
  }

  /** Calls `listener` after every change that can be seen; returns how to stop. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0
  }

  /** Whether forgetting it would forget nothing. */
  isIdle(now: number): boolean {
    return !this.isWatched && this.dispatcher.waiting === 0 && this.budget.held(now) === 0
  }
}
