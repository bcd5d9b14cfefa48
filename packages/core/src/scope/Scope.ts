import type { Answer } from '../contract/Outcome.ts'
import type { Clock } from '../contract/Clock.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { SharedStore } from '../contract/Store.ts'
import { Arrivals } from '../queue/Arrivals.ts'
import type { Waiter } from '../queue/QueuedCall.ts'
import { Verdicts } from '../limiter/auth/AuthGuard.ts'
import type { AccountTerms } from './Account.ts'
import { Account } from './Account.ts'
import { anonymousId } from '../sharing/Snapshot.ts'
import { Ledger } from '../sharing/StoreSync.ts'
import { Sharing } from '../sharing/Member.ts'

export interface OriginOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly maxFlightMs: number
  readonly verifiedForMs: number
  readonly maxInFlight: number
}

/** How an origin is shared beyond this process. */
export interface OriginSharing {
  readonly store: SharedStore
  /** Names the origin in the store. */
  readonly key: string
  /** Told where a document is kept that made no sense. */
  readonly onDamage: (place: string) => void
}

/** Everything that clients of one origin share: the verdicts on credentials, and an account for each. */
export class Origin {
  readonly verdicts: Verdicts
  #options: OriginOptions
  readonly #accounts = new Map<string | undefined, Account>()
  readonly #arrivals = new Arrivals()
  readonly #sharing: Sharing | undefined
  readonly #ledger: Ledger | undefined
  #pruneAtSize = 16
  #members = 0

  constructor(options: OriginOptions, shared?: OriginSharing) {
    this.#options = options
    this.verdicts = new Verdicts(options)
    if (shared === undefined) return
    this.#sharing = new Sharing({
      member: Math.trunc(options.random() * 2 ** 52).toString(36),
      now: () => this.clock.now(),
      maxFlightMs: () => this.#options.maxFlightMs,
      verdicts: this.verdicts,
      accounts: this.#accounts,
      unite: (credential, account) => this.#unite(credential, account),
      giveBack: (account, waiter) => void this.act(() => this.answered(account, waiter, { kind: 'unsent' })),
    })
    this.#ledger = new Ledger({ ...shared, clock: options.clock, host: this.#sharing })
  }

  /** The clock that every instant here is of. */
  get clock(): Clock {
    return this.#ledger?.clock ?? this.#options.clock
  }

  /** How far its clock has jumped in all, to catch up with other members: that much has not passed. */
  get jumpedMs(): number {
    return this.#ledger?.clock.jumpedMs ?? 0
  }

  /**
   * Runs `change`, which reads the rules and changes them: at once, or, where they are shared, on what all members know.
   * Returns what to wait for, if that takes a while: it then has run, and is written or known not to be.
   */
  act(change: () => void): Promise<void> | undefined {
    if (this.#ledger) return this.#ledger.act(change)
    change()
    return undefined
  }

  /** A client comes; returns how it goes. While there are any, news of other members are heard. */
  enter(): () => void {
    this.#members += 1
    if (this.#members === 1) this.#ledger?.watch()
    return () => {
      this.#members -= 1
      if (this.#members === 0) this.#ledger?.unwatch()
    }
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
    const now = this.clock.now()
    return (
      this.#members === 0 &&
      this.verdicts.isQuiet(now) &&
      [...this.#accounts.values()].every((account) => account.isIdle(now))
    )
  }

  /** The account of a credential, by fingerprint; of the anonymous caller without one. */
  account(credential: string | undefined, terms: AccountTerms): Account {
    let account = this.#accounts.get(credential)
    if (account === undefined) {
      this.#prune()
      const make = (id: string): Account => this.#open(id, terms)
      account = this.#sharing?.obtain(credential, make) ?? make(credential ?? anonymousId)
      this.#accounts.set(credential, account)
    }
    return account
  }

  #open(id: string, terms: AccountTerms): Account {
    const sharing = this.#sharing
    return new Account({
      ...this.#options,
      clock: this.clock,
      rules: sharing ? [sharing.cutoff, this.verdicts] : [this.verdicts],
      terms,
      id,
      arrivals: this.#arrivals,
      act: (change) => void this.act(change),
      onLeave: (account, waiter) => (sharing ? sharing.departed(account, waiter) : waiter.go()),
    })
  }

  /**
   * Takes a place in the line of `account`; `undefined`: what came of it, the waiter will tell. An account is looked for
   * when it is entered, since a token may be replaced meanwhile.
   */
  place(waiter: Waiter, account: () => Account): 'left' | Refusal | undefined {
    let entered: 'left' | 'waiting' | Refusal | undefined
    void this.act(() => {
      if (waiter.isWithdrawn) return
      entered = account().dispatcher.enter(waiter)
      if (typeof entered === 'object') waiter.refuse(entered)
    })
    return entered === 'waiting' ? undefined : entered
  }

  /** The caller of `waiter` has gone away: its place, or the permit that it has not used, is free. */
  withdraw(waiter: Waiter, account: Account): void {
    waiter.isWithdrawn = true
    if (account.dispatcher.withdraw(waiter) || !waiter.hasGone) return
    void this.act(() => this.answered(account, waiter, { kind: 'unsent' }))
  }

  /** `next` replaces `previous`: the permits already held are carried on, and those who wait follow. */
  replace(previous: string, next: string | undefined, isMoving: (waiter: Waiter) => boolean): void {
    const account = this.#accounts.get(previous)
    const existing = this.#accounts.get(next)
    if (account && !existing) this.#accounts.set(next, account)
    if (account && existing && existing !== account) {
      // Anonymous callers have a budget of their own, whatever the token spent.
      if (next !== undefined) existing.budget.absorb(account.budget, this.clock.now())
      account.dispatcher.moveTo(existing.dispatcher, isMoving)
    }
    this.wake()
  }

  /** What came back for a call that left on `account`, learnt by everybody whom it concerns. */
  answered(account: Account, waiter: Waiter, answer: Answer): void {
    const now = this.clock.now()
    this.#sharing?.ended(waiter)
    const wasLocked = this.verdicts.isLocked
    account.dispatcher.answered(waiter, answer)
    if (waiter.credential === undefined) return
    // A good credential that nobody heard of is taken to be good still.
    const isHarmless =
      answer.kind === 'lost' && this.verdicts.status(waiter.credential, now).status === 'verified'
    if (!isHarmless) this.#accounts.get(undefined)?.budget.charge(answer, now)
    if (answer.kind === 'locked' || wasLocked !== this.verdicts.isLocked) this.wake()
    else this.#wakeOthers(account, answer)
  }

  /** What is under way with one credential may be what another waits for, and how it ended may make others wait longer. */
  #wakeOthers(account: Account, answer: Answer): void {
    for (const other of this.#accounts.values()) {
      if (other === account || other.dispatcher.waiting === 0) continue
      if (answer.kind !== 'ok') other.dispatcher.sweep()
      other.dispatcher.wake()
    }
  }

  /** Looks at every line again. */
  wake(): void {
    for (const account of new Set(this.#accounts.values())) {
      account.dispatcher.sweep()
      account.dispatcher.wake()
    }
  }

  #unite(credential: string | undefined, account: Account): void {
    this.#accounts.get(credential)?.joinInto(account, this.clock.now())
    this.#accounts.set(credential, account)
  }

  /** Forgets the accounts that hold nothing, each time their number has doubled. */
  #prune(): void {
    if (this.#accounts.size < this.#pruneAtSize) return
    const now = this.clock.now()
    for (const [credential, account] of this.#accounts) {
      if (!account.isIdle(now)) continue
      if (credential !== undefined && !this.verdicts.isIdle(credential, now)) continue
      this.#accounts.delete(credential)
      if (credential !== undefined) this.verdicts.forget(credential)
    }
    this.#pruneAtSize = Math.max(16, this.#accounts.size * 2)
  }
}
