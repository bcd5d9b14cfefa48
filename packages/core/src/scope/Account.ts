import type { AccountTerms } from '../contract/AccountTerms.ts'
import type { Clock } from '../contract/Clock.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Rule } from '../contract/Rule.ts'
import { AccountRules } from '../limiter/AccountRules.ts'
import type { Budget } from '../limiter/Budget.ts'
import type { ServerLimit } from '../limiter/ServerLimit.ts'
import { Dispatcher } from '../queue/Dispatcher.ts'
import type { Gate } from '../queue/Gate.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'

/** An account remembers its newest credentials. */
const mostCredentials = 16

export interface AccountOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly maxFlightMs: number
  /** The rules of its origin, before its own. */
  readonly rules: readonly Rule[]
  /** The rule of its turns among members or other accounts, after its own. */
  readonly turn: Rule
  readonly terms: AccountTerms
  readonly id: string
  /** Whether the user gave it its id. */
  readonly isNamed: boolean
  /** Numbers the calls of all accounts as they arrive. */
  readonly nextOrder: () => number
  readonly gate: Gate | undefined
  /** How far the clock of the rules is ahead of `clock`. */
  readonly offsetMs: () => number
  /** A call has its permit. */
  readonly onSent: (account: Account, queued: QueuedCall) => void
}

/**
 * One budget and the queue before it: of a credential and those that replaced it, or of the
 * anonymous caller.
 */
export class Account {
  /** Names it among those that share a store. */
  id: string
  readonly isNamed: boolean
  readonly rules: AccountRules
  readonly dispatcher: Dispatcher
  /** Those of its clients together: the strictest. */
  terms: AccountTerms
  /** The limits that its clients have given besides that of its terms. */
  readonly limits: Limit[] = []
  #credentialIds: string[] = []
  readonly #listeners = new Set<() => void>()

  constructor(options: AccountOptions) {
    const { clock, random, maxFlightMs, rules, turn, terms, id, nextOrder, gate, offsetMs, onSent } = options
    this.id = id
    this.isNamed = options.isNamed
    this.terms = terms
    const now = (): number => clock.now() + offsetMs()
    this.rules = new AccountRules({ terms, maxFlightMs, random })
    this.dispatcher = new Dispatcher({
      clock,
      rules: [...rules, ...this.rules.all, turn],
      windowMs: () => this.budget.limit(now()).windowMs,
      maxWaiting: () => this.terms.maxWaiting,
      nextOrder,
      gate,
      offsetMs,
      onChange: () => {
        for (const listener of this.#listeners) listener()
      },
      onSent: (queued) => onSent(this, queued),
    })
  }

  get budget(): Budget {
    return this.rules.budget
  }

  get serverLimit(): ServerLimit {
    return this.rules.serverLimit
  }

  /** The newest last. */
  get credentialIds(): readonly string[] {
    return this.#credentialIds
  }

  /**
   * Another credential uses it. Returns one that it does not remember any more, if there are many.
   */
  addCredential(credentialId: string): string | undefined {
    this.#credentialIds = [...this.#credentialIds.filter((each) => each !== credentialId), credentialId]
    return this.#credentialIds.length > mostCredentials ? this.#credentialIds.shift() : undefined
  }

  /**
   * Another client joins on its own terms. Returns the names of the options in which it differs.
   */
  join({ given, burstShare, reserve, maxWaiting }: AccountTerms): string[] {
    const { pacing } = this.rules
    const differing: string[] = []
    const first = this.terms.given
    if (!isSame(given, first)) differing.push('limit')
    if (given) {
      this.budget.give(given)
      if (!isSame(given, first)) this.limits.push(given)
    }
    if (burstShare !== pacing.burstShare) differing.push('burstShare')
    if (reserve !== this.budget.reserve) differing.push('reserve')
    if (maxWaiting !== this.terms.maxWaiting) differing.push('maxWaiting')
    pacing.burstShare = Math.min(burstShare, pacing.burstShare)
    this.budget.reserve = Math.max(reserve, this.budget.reserve)
    this.terms = {
      ...this.terms,
      burstShare: pacing.burstShare,
      reserve: this.budget.reserve,
      maxWaiting: Math.min(maxWaiting, this.terms.maxWaiting),
    }
    // Stricter terms may make calls wait longer.
    if (differing.length > 0) this.dispatcher.sweep()
    this.dispatcher.wake()
    return differing
  }

  /** Turns out to be the account of `other`. Its calls and its listeners move there. */
  joinInto(other: Account): void {
    this.dispatcher.moveTo(other.dispatcher, () => true)
    for (const listener of this.#listeners) other.#listeners.add(listener)
  }

  /** Calls `listener` after every change that can be seen. Returns a function that stops that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0
  }

  /** Whether it can be forgotten, since it has nothing to remember. */
  isIdle(now: number): boolean {
    return !this.isWatched && this.dispatcher.waiting === 0 && this.budget.held(now) === 0
  }
}

function isSame(one: Limit | undefined, other: Limit | undefined): boolean {
  return one?.requests === other?.requests && one?.windowMs === other?.windowMs
}
