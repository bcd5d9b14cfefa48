import type { Outcome } from '../contract/Outcome.ts'
import type { Clock } from '../contract/Clock.ts'
import type { SharedStore } from '../contract/Store.ts'
import type { PermitSource, QueuedCall } from '../queue/QueuedCall.ts'
import { AuthGuard } from '../limiter/auth/AuthGuard.ts'
import { countsForAddress } from '../limiter/auth/countsForAddress.ts'
import type { AccountTerms } from '../contract/AccountTerms.ts'
import { Account } from './Account.ts'
import { Accounts } from './Accounts.ts'
import type { JoinStore, Sharing } from './Sharing.ts'
import { SlotTurns } from './SlotTurns.ts'

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
  /** Told where damaged data is kept. */
  readonly onDamage: (place: string) => void
}

/** Whose account a credential uses, if it has none yet. */
export interface Owner {
  /** The name that the user gave the account. */
  readonly account?: string | undefined
  /** The credential that it replaces. */
  readonly previous?: string | undefined
}

/**
 * Everything that the clients of one origin share: the statuses of credentials, and an account for
 * each budget.
 */
export class Scope {
  readonly auth: AuthGuard
  #options: ScopeOptions
  readonly #accounts = new Accounts()
  readonly #slotTurns: SlotTurns
  readonly #sharing: Sharing | undefined
  #pruneAtSize = 16
  #members = 0
  /** How many calls have arrived at the queues. */
  #newestOrder = 0

  constructor(options: ScopeOptions, shared?: ScopeSharing) {
    this.#options = options
    this.auth = new AuthGuard(options)
    this.#slotTurns = new SlotTurns(this.auth, this.#accounts)
    if (shared) this.#sharing = this.#join(shared)
  }

  /** How far the clock of the rules (that of the store) is ahead of this process's. */
  get offsetMs(): number {
    return this.#sharing?.offsetMs ?? 0
  }

  /** By the clock of the rules. */
  get now(): number {
    return this.#options.clock.now() + this.offsetMs
  }

  /** Adds a client. Returns a function that removes it. */
  enter(): () => Promise<void> {
    this.#members += 1
    if (this.#members === 1) this.#sharing?.enter()
    return async () => {
      this.#members -= 1
      if (this.#members === 0) await this.#sharing?.leave()
    }
  }

  /**
   * Another client joins with options of its own. The strictest hold for all. Returns the names of
   * those that differ.
   */
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
    for (const { budget } of this.#accounts) budget.maxFlightMs = this.#options.maxFlightMs
    return differing
  }

  /** Whether it can be forgotten, since it has nothing to remember. */
  get isIdle(): boolean {
    const { now } = this
    const isQuiet = this.auth.isQuiet(now) && this.#accounts.all.every((account) => account.isIdle(now))
    return this.#members === 0 && isQuiet
  }

  /**
   * The account of a credential; of the anonymous caller without one. One that has no account yet
   * uses that of its owner, or a new one.
   */
  account(credentialId: string | undefined, terms: AccountTerms, owner: Owner = {}): Account {
    const known = this.#accounts.of(credentialId)
    if (known) return known
    this.#prune()
    const account =
      this.#accounts.ofOwner(credentialId, owner) ??
      this.#open(this.#accounts.idOf(credentialId, owner), terms, owner)
    for (const forgotten of this.#accounts.add(credentialId, account)) this.auth.forget(forgotten)
    this.#sharing?.changed()
    return account
  }

  /** Returns whether a request may still be sent on its permit. Otherwise gives the permit back. */
  mayStillSend(queued: QueuedCall): boolean {
    if (!this.#sharing || this.#sharing.mayStillSend(queued)) return true
    void this.settled(queued, { kind: 'unsent' })
    return false
  }

  pardon(credentialId: string): void {
    this.auth.pardon(credentialId)
    this.#sharing?.pardon(credentialId)
  }

  /**
   * The calls that wait with `previous` wait with `next` from now on, in its account. Permits stay
   * where they are.
   */
  replace(
    previous: string | undefined,
    next: string | undefined,
    isMoving: (queued: QueuedCall) => boolean,
  ): void {
    const from = this.#accounts.of(previous)
    const to = this.#accounts.of(next)
    if (from && to && from !== to) from.dispatcher.moveTo(to.dispatcher, isMoving)
    this.wake()
  }

  /**
   * Tells all rules how a request ended. Returns a promise that settles when the other members
   * know, if there are any.
   */
  settled(queued: QueuedCall, outcome: Outcome): Promise<void> | undefined {
    const { sentFrom } = queued
    if (sentFrom === undefined) return undefined
    queued.sentFrom = undefined
    const wasLocked = this.auth.isLocked
    const written = this.#sharing?.ended(queued, outcome)
    sentFrom.settled(queued, outcome)
    const { now } = this
    if (countsForAddress(this.auth, queued, outcome, now))
      this.#accounts.of(undefined)?.budget.charge(outcome, now)
    if (outcome.kind === 'locked' || wasLocked !== this.auth.isLocked) this.wake()
    else if (queued.credentialId !== undefined) this.#wakeOthers(sentFrom, outcome)
    return written
  }

  /** Looks at every queue again. */
  wake(): void {
    for (const { dispatcher } of this.#accounts) {
      dispatcher.sweep()
      dispatcher.wake()
    }
  }

  /** Calls with other credentials may be sent after the end of a request, or wait longer. */
  #wakeOthers(sentFrom: PermitSource, outcome: Outcome): void {
    let hasOthers = false
    for (const { dispatcher } of this.#accounts) {
      if (dispatcher === sentFrom || dispatcher.waiting === 0) continue
      hasOthers = true
      if (outcome.kind !== 'ok') dispatcher.sweep()
      dispatcher.wake()
    }
    // It may have left its turn to one of them.
    if (hasOthers && sentFrom.waiting > 0) sentFrom.wake()
  }

  #join({ store, key, onDamage }: ScopeSharing): Sharing {
    const join = store.join as unknown as JoinStore
    return join({
      key,
      clock: this.#options.clock,
      options: () => this.#options,
      auth: this.auth,
      accounts: () => this.#accounts.all,
      rename: (account, id) => this.#accounts.rename(account, id),
      onDamage,
    })
  }

  #open(id: string, terms: AccountTerms, { account: name }: Owner): Account {
    const sharing = this.#sharing
    const opened = (): Account => account
    const account: Account = new Account({
      ...this.#options,
      rules: [this.auth],
      turn: sharing?.turn(opened) ?? this.#slotTurns.rule(opened),
      gate: sharing?.gate(opened),
      offsetMs: () => this.offsetMs,
      terms,
      id,
      isNamed: name !== undefined,
      nextOrder: () => (this.#newestOrder += 1),
      onSent: (account, queued) => {
        queued.sentFrom = account.dispatcher
        this.#slotTurns.sent(account)
        queued.go()
      },
    })
    return account
  }

  /** Forgets the accounts that hold nothing, each time their number has doubled. */
  #prune(): void {
    if (this.#accounts.size < this.#pruneAtSize) return
    const { now } = this
    for (const account of this.#accounts) {
      const isIdle = account.isIdle(now) && account.credentialIds.every((each) => this.auth.isIdle(each, now))
      if (!isIdle) continue
      this.#accounts.delete(account)
      for (const credentialId of account.credentialIds) this.auth.forget(credentialId)
    }
    this.#pruneAtSize = Math.max(16, this.#accounts.size * 2)
  }
}
