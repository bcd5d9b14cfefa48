import type { Answer } from '../contract/Answer.ts'
import type { Clock } from '../contract/Clock.ts'
import type { Waiter } from '../line/Waiter.ts'
import { Verdicts } from '../rules/Verdicts.ts'
import type { AccountTerms } from './Account.ts'
import { Account } from './Account.ts'

export interface OriginOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly maxFlightMs: number
  readonly verifiedForMs: number
  readonly maxInFlight: number
}

/** Everything that clients of one origin share: the verdicts on credentials, and an account for each. */
export class Origin {
  readonly verdicts: Verdicts
  #options: OriginOptions
  readonly #accounts = new Map<string | undefined, Account>()
  #pruneAtSize = 16

  constructor(options: OriginOptions) {
    this.#options = options
    this.verdicts = new Verdicts(options)
  }

  /** Another client comes with options of its own: the strictest hold, for all. Returns the names of those in which it differs. */
  join(joining: OriginOptions): string[] {
    const { verifiedForMs, maxInFlight, maxFlightMs } = joining
    const differing = (['verifiedForMs', 'maxInFlight', 'maxFlightMs'] as const).filter(
      (name) => joining[name] !== this.#options[name],
    )
    this.#options = {
      ...this.#options,
      verifiedForMs: Math.min(verifiedForMs, this.#options.verifiedForMs),
      maxInFlight: Math.min(maxInFlight, this.#options.maxInFlight),
      maxFlightMs: Math.max(maxFlightMs, this.#options.maxFlightMs),
    }
    this.verdicts.options = this.#options
    for (const { budget } of this.#accounts.values()) budget.maxFlightMs = this.#options.maxFlightMs
    return differing
  }

  /** Whether forgetting it would forget nothing. */
  get isIdle(): boolean {
    const now = this.#options.clock.now()
    return this.verdicts.isQuiet(now) && [...this.#accounts.values()].every((account) => account.isIdle(now))
  }

  /** The account of a credential, by fingerprint; of the anonymous caller without one. */
  account(credential: string | undefined, terms: AccountTerms): Account {
    let account = this.#accounts.get(credential)
    if (account === undefined) {
      this.#prune()
      account = new Account({ ...this.#options, verdicts: this.verdicts, terms })
      this.#accounts.set(credential, account)
    }
    return account
  }

  /** `next` replaces `previous`: the permits already held are carried on, and those who wait follow. */
  replace(previous: string, next: string | undefined, isMoving: (waiter: Waiter) => boolean): void {
    const account = this.#accounts.get(previous)
    const existing = this.#accounts.get(next)
    if (account && !existing) this.#accounts.set(next, account)
    if (account && existing && existing !== account) {
      // Anonymous callers have a budget of their own, whatever the token spent.
      if (next !== undefined) existing.budget.absorb(account.budget, this.#options.clock.now())
      account.dispatcher.moveTo(existing.dispatcher, isMoving)
    }
    this.wake()
  }

  /** What came back for a call that left on `account`, learnt by everybody whom it concerns. */
  answered(account: Account, waiter: Waiter, answer: Answer): void {
    const now = this.#options.clock.now()
    const wasLocked = this.verdicts.isLocked
    account.dispatcher.answered(waiter, answer)
    if (waiter.credential === undefined) return
    // A good credential that nobody heard of is taken to be good still.
    const isHarmless =
      answer.kind === 'lost' && this.verdicts.verdict(waiter.credential, now).verdict === 'verified'
    if (!isHarmless) this.#accounts.get(undefined)?.budget.charge(answer, now)
    if (answer.kind === 'locked' || wasLocked !== this.verdicts.isLocked) this.wake()
    else this.#wakeOthers(account)
  }

  /** What is under way with one credential may be what another waits for. */
  #wakeOthers(account: Account): void {
    for (const other of this.#accounts.values()) {
      if (other !== account && other.dispatcher.waiting > 0) other.dispatcher.wake()
    }
  }

  /** Looks at every line again. */
  wake(): void {
    for (const account of new Set(this.#accounts.values())) {
      account.dispatcher.sweep()
      account.dispatcher.wake()
    }
  }

  /** Forgets the accounts that hold nothing, each time their number has doubled. */
  #prune(): void {
    if (this.#accounts.size < this.#pruneAtSize) return
    const now = this.#options.clock.now()
    for (const [credential, account] of this.#accounts) {
      if (!account.isIdle(now)) continue
      if (credential !== undefined && !this.verdicts.isIdle(credential, now)) continue
      this.#accounts.delete(credential)
      if (credential !== undefined) this.verdicts.forget(credential)
    }
    this.#pruneAtSize = Math.max(16, this.#accounts.size * 2)
  }
}
