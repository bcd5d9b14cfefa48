import type { Outcome } from '../contract/Outcome.ts'
import type { Clock } from '../contract/Clock.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { SharedStore } from '../contract/Store.ts'
import { Arrivals } from '../queue/Arrivals.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { AuthGuard } from '../limiter/auth/AuthGuard.ts'
import type { AccountTerms } from '../contract/AccountTerms.ts'
import { Account } from './Account.ts'
import { anonymousId } from '../sharing/Snapshot.ts'
import { StoreSync } from '../sharing/StoreSync.ts'
import { Member } from '../sharing/Member.ts'

export interface ScopeOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly maxFlightMs: number
  readonly verifiedForMs: number
  readonly maxInFlight: number
}

/** How an origin is shared beyond this process. */
export interface ScopeSharing {
  readonly store: SharedStore
  /** Names the origin in the store. */
  readonly key: string
  /** Told where a document is kept that made no sense. */
  readonly onDamage: (place: string) => void
}

/** Everything that clients of one origin share: the verdicts on credentials, and an account for each. */
export class Scope {
  readonly auth: AuthGuard
  #options: ScopeOptions
  readonly #accounts = new Map<string | undefined, Account>()
  readonly #arrivals = new Arrivals()
  readonly #member: Member<Account> | undefined
  readonly #storeSync: StoreSync | undefined
  #pruneAtSize = 16
  #members = 0

  constructor(options: ScopeOptions, shared?: ScopeSharing) {
    this.#options = options
    this.auth = new AuthGuard(options)
    if (shared === undefined) return
    this.#member = new Member<Account>({
      memberId: Math.trunc(options.random() * 2 ** 52).toString(36),
      now: () => this.clock.now(),
      maxFlightMs: () => this.#options.maxFlightMs,
      auth: this.auth,
      accounts: this.#accounts,
      unite: (credentialId, account) => this.#unite(credentialId, account),
      giveBack: (account, queued) => void this.act(() => this.settled(account, queued, { kind: 'unsent' })),
    })
    this.#storeSync = new StoreSync({ ...shared, clock: options.clock, host: this.#member })
  }

  /** The clock that every instant here is of. */
  get clock(): Clock {
    return this.#storeSync?.clock ?? this.#options.clock
  }

  /** How far its clock has jumped in all, to catch up with other members: that much has not passed. */
  get jumpedMs(): number {
    return this.#storeSync?.clock.jumpedMs ?? 0
  }

  /**
   * Runs `change`, which reads the rules and changes them: at once, or, where they are shared, on what all members know.
   * Returns what to wait for, if that takes a while: it then has run, and is written or known not to be.
   */
  act(change: () => void): Promise<void> | undefined {
    if (this.#storeSync) return this.#storeSync.act(change)
    change()
    return undefined
  }

  /** A client comes; returns how it goes. While there are any, news of other members are heard. */
  enter(): () => void {
    this.#members += 1
    if (this.#members === 1) this.#storeSync?.watch()
    return () => {
      this.#members -= 1
      if (this.#members === 0) this.#storeSync?.unwatch()
    }
  }

  /** Another client comes with options of its own: the strictest hold, for all. Returns the names of those in which it differs. */
  join(joining: ScopeOptions): string[] {
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
    this.auth.options = this.#options
    for (const { budget } of this.#accounts.values()) budget.maxFlightMs = this.#options.maxFlightMs
    return differing
  }

  /** Whether forgetting it would forget nothing. */
  get isIdle(): boolean {
    const now = this.clock.now()
    return (
      this.#members === 0 &&
      this.auth.isQuiet(now) &&
      [...this.#accounts.values()].every((account) => account.isIdle(now))
    )
  }

  /** The account of a credential, by fingerprint; of the anonymous caller without one. */
  account(credentialId: string | undefined, terms: AccountTerms): Account {
    let account = this.#accounts.get(credentialId)
    if (account === undefined) {
      this.#prune()
      const make = (id: string): Account => this.#open(id, terms)
      account = this.#member?.obtain(credentialId, make) ?? make(credentialId ?? anonymousId)
      this.#accounts.set(credentialId, account)
    }
    return account
  }

  #open(id: string, terms: AccountTerms): Account {
    const member = this.#member
    return new Account({
      ...this.#options,
      clock: this.clock,
      rules: member ? [member.storeOutage, this.auth] : [this.auth],
      terms,
      id,
      arrivals: this.#arrivals,
      act: (change) => void this.act(change),
      onSent: (account, queued) => (member ? member.sent(account, queued) : queued.go()),
    })
  }

  /**
   * Takes a place in the line of `account`; `undefined`: what came of it, the waiter will tell. An account is looked for
   * when it is entered, since a token may be replaced meanwhile.
   */
  enqueue(queued: QueuedCall, account: () => Account): 'sent' | Refusal | undefined {
    let entered: 'sent' | 'waiting' | Refusal | undefined
    void this.act(() => {
      if (queued.isWithdrawn) return
      entered = account().dispatcher.enter(queued)
      if (typeof entered === 'object') queued.refuse(entered)
    })
    return entered === 'waiting' ? undefined : entered
  }

  /** The caller of `queued` has gone away: its place, or the permit that it has not used, is free. */
  withdraw(queued: QueuedCall, account: Account): void {
    queued.isWithdrawn = true
    if (account.dispatcher.withdraw(queued) || !queued.hasGone) return
    void this.act(() => this.settled(account, queued, { kind: 'unsent' }))
  }

  /** `next` replaces `previous`: the permits already held are carried on, and those who wait follow. */
  replace(previous: string, next: string | undefined, isMoving: (queued: QueuedCall) => boolean): void {
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
  settled(account: Account, queued: QueuedCall, outcome: Outcome): void {
    const now = this.clock.now()
    this.#member?.ended(queued)
    const wasLocked = this.auth.isLocked
    account.dispatcher.settled(queued, outcome)
    if (queued.credentialId === undefined) return
    // A good credential that nobody heard of is taken to be good still.
    const isHarmless =
      outcome.kind === 'lost' && this.auth.status(queued.credentialId, now).status === 'verified'
    if (!isHarmless) this.#accounts.get(undefined)?.budget.charge(outcome, now)
    if (outcome.kind === 'locked' || wasLocked !== this.auth.isLocked) this.wake()
    else this.#wakeOthers(account, outcome)
  }

  /** What is under way with one credential may be what another waits for, and how it ended may make others wait longer. */
  #wakeOthers(account: Account, outcome: Outcome): void {
    for (const other of this.#accounts.values()) {
      if (other === account || other.dispatcher.waiting === 0) continue
      if (outcome.kind !== 'ok') other.dispatcher.sweep()
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

  #unite(credentialId: string | undefined, account: Account): void {
    this.#accounts.get(credentialId)?.joinInto(account, this.clock.now())
    this.#accounts.set(credentialId, account)
  }

  /** Forgets the accounts that hold nothing, each time their number has doubled. */
  #prune(): void {
    if (this.#accounts.size < this.#pruneAtSize) return
    const now = this.clock.now()
    for (const [credentialId, account] of this.#accounts) {
      if (!account.isIdle(now)) continue
      if (credentialId !== undefined && !this.auth.isIdle(credentialId, now)) continue
      this.#accounts.delete(credentialId)
      if (credentialId !== undefined) this.auth.forget(credentialId)
    }
    this.#pruneAtSize = Math.max(16, this.#accounts.size * 2)
  }
}
