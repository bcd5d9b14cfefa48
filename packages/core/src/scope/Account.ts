import type { AccountTerms } from '../contract/AccountTerms.ts'
import type { Clock } from '../contract/Clock.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Arrivals } from '../queue/Arrivals.ts'
import { Dispatcher } from '../queue/Dispatcher.ts'
import { Budget } from '../limiter/Budget.ts'
import { Pacing } from '../limiter/Pacing.ts'
import { ServerLimit } from '../limiter/ServerLimit.ts'
import type { Rule } from '../contract/Rule.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount } from '../sharing/Snapshot.ts'

export interface AccountOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly maxFlightMs: number
  /** The rules of its origin, before its own. */
  readonly rules: readonly Rule[]
  readonly terms: AccountTerms
  readonly id: string
  readonly arrivals: Arrivals
  /** Runs what may let calls leave. */
  readonly act: (change: () => void) => void
  /** A call has its permit. */
  readonly onSent: (account: Account, queued: QueuedCall) => void
}

/** One budget and the line before it: of a credential and those that replaced it, or of the anonymous caller. */
export class Account {
  /** Names it among those that share a store. */
  id: string
  readonly budget: Budget
  readonly serverLimit: ServerLimit
  readonly dispatcher: Dispatcher
  readonly #pacing: Pacing
  readonly #given: Limit | undefined
  readonly #act: (change: () => void) => void
  readonly #listeners = new Set<() => void>()

  constructor({ clock, random, maxFlightMs, rules, terms, id, arrivals, act, onSent }: AccountOptions) {
    this.id = id
    const { assumed, given, burstShare, reserve, maxWaiting } = terms
    this.#given = given
    this.#act = act
    this.budget = new Budget({ assumed, given, reserve, maxFlightMs })
    const limit = (): Limit => this.budget.limit(clock.now())
    this.#pacing = new Pacing(burstShare, limit)
    this.serverLimit = new ServerLimit({
      limit,
      longestMs: () => this.budget.longestMs,
      unheard: (now) => this.budget.unheard(now),
      random,
    })
    this.dispatcher = new Dispatcher({
      clock,
      rules: [...rules, this.budget, this.#pacing, this.serverLimit],
      windowMs: () => limit().windowMs,
      maxWaiting,
      arrivals,
      onChange: () => {
        for (const listener of this.#listeners) listener()
      },
      act,
      onSent: (queued) => onSent(this, queued),
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
    this.#act(() => {
      // Stricter terms may make those who wait wait longer.
      if (differing.length > 0) this.dispatcher.sweep()
      this.dispatcher.wake()
    })
    return differing
  }

  snapshot(now: number): SharedAccount {
    const said = this.serverLimit.snapshot()
    return {
      budget: this.budget.snapshot(now),
      said,
      pace: this.#pacing.snapshot(),
      heldUntil: Math.max(this.budget.heldUntil(now), said.closedUntil ?? 0),
    }
  }

  /** Goes on from what all members know; where that was lost, as if all of it had been spent then. */
  restore(shared: SharedAccount | undefined, elsewhere: number, spentAt: number | undefined): void {
    const spent =
      spentAt === undefined ? [] : Array<number>(this.budget.limit(spentAt).requests).fill(spentAt)
    const budget = shared?.budget ?? { stated: [], permits: { answeredAt: spent, lostUntil: [] } }
    this.budget.restore(budget, elsewhere)
    this.serverLimit.restore(shared?.said, elsewhere)
    this.#pacing.restore(shared?.pace)
  }

  /** Goes on as `other`: its calls, its permits, and those who watch it. */
  joinInto(other: Account, now: number): void {
    other.budget.absorb(this.budget, now)
    this.dispatcher.moveTo(other.dispatcher, () => true)
    for (const listener of this.#listeners) other.#listeners.add(listener)
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
