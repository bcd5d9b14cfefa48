import type { AccountTerms } from '../../contract/AccountTerms.ts'
import type { Call } from '../../contract/Call.ts'
import type { Limit } from '../../contract/Limit.ts'
import type { Outcome } from '../../contract/Outcome.ts'
import { AccountRules, copyAccount, newAccount } from '../../limiter/AccountRules.ts'
import { AuthGuard } from '../../limiter/auth/AuthGuard.ts'
import { countsForAddress } from '../../limiter/auth/countsForAddress.ts'
import { unconfirmedMs } from '../../limiter/auth/Unconfirmed.ts'
import { callAt } from './callAt.ts'
import { elsewhere } from './elsewhere.ts'
import { leasedFlights } from './leasedSlots.ts'
import type { Attempt, Snapshot, StoredAccount } from '../snapshot/Snapshot.ts'
import { anonymousId, callOf } from '../snapshot/Snapshot.ts'
import type { Work } from './Work.ts'

/** When a member vanished, and how late an attempt of it may matter. */
export interface Abandonment {
  readonly endedAt: number
  /** When the request has reached the server at the latest, if the member has ended. */
  readonly arrivedBy: number
  /** When the server has counted it at the latest, even if the member only stands still. */
  readonly countedBy: number
}

/**
 * The rules of all members, over a snapshot that they change. An account is copied when its rules
 * are first asked for.
 */
export class SharedRules {
  #auth: AuthGuard | undefined
  readonly #snapshot: Snapshot
  readonly #work: Work
  readonly #at: number
  readonly #accounts = new Map<string, AccountRules>()
  readonly #terms = new Map<string, AccountTerms>()
  /** Our own attempts with a credential, as the rules see them. */
  readonly #calls = new Map<string, Call>()

  constructor(snapshot: Snapshot, work: Work, at: number) {
    this.#snapshot = snapshot
    this.#work = work
    this.#at = at
  }

  get auth(): AuthGuard {
    this.#auth ??= this.#restoreAuth()
    return this.#auth
  }

  /** What this client knows of an account that it uses. */
  declare(account: string, terms: AccountTerms, limits: readonly Limit[]): void {
    this.#terms.set(account, terms)
    const windowsMs = this.#snapshot.accounts[account]?.budget.permits.windowsMs ?? []
    const isKept = ({ windowMs }: Limit): boolean => windowsMs.includes(windowMs)
    // The rules of an account that no call of this commit uses are not needed.
    if (limits.length === 0 && isKept(terms.given ?? terms.assumed)) return
    const { budget } = this.account(account)
    for (const limit of limits) budget.give(limit)
  }

  account(id: string): AccountRules {
    let rules = this.#accounts.get(id)
    if (rules === undefined) {
      const { accounts } = this.#snapshot
      const known = accounts[id]
      const stored: StoredAccount = known ? copyAccount(known) : { ...newAccount(), credentialIds: [] }
      accounts[id] = stored
      rules = new AccountRules(
        {
          terms: this.#terms.get(id) ?? termsOfOthers(stored),
          maxFlightMs: this.#work.options.maxFlightMs,
          random: () => this.#work.random,
        },
        stored,
      )
      this.#accounts.set(id, rules)
    }
    return rules
  }

  /** A permit is held for a call to come, which will use a slot that the member has already. */
  held(account: string, call: Call): void {
    for (const rule of this.account(account).all) rule.sent(call, this.#at)
  }

  /** Returns whether the call is a probe. */
  sent(attemptId: string, account: string, call: Call): boolean {
    this.held(account, call)
    this.auth.sent(call, this.#at)
    if (call.credentialId !== undefined) this.#calls.set(attemptId, call)
    return this.auth.isProbe(call)
  }

  settled(attemptId: string, { account, isLeased }: Attempt, call: Call, outcome: Outcome): void {
    for (const rule of this.account(account).all) rule.settled(call, outcome, this.#at)
    if (isLeased === true) {
      if (outcome.kind !== 'unsent') this.settledLate(call, false, outcome)
      return
    }
    // The calls are known once the rules of the lockout are restored.
    const { auth } = this
    this.#learn(auth, this.#calls.get(attemptId) ?? call, outcome)
  }

  /**
   * The rules do not know the attempt as one in flight: it was leased, the store forgot it, or it
   * ended too late. What its response proves matters all the same.
   */
  settledLate(call: Call, isProbe: boolean, outcome: Outcome): void {
    const { auth } = this
    auth.resume(call, isProbe)
    this.#learn(auth, call, outcome)
  }

  /**
   * A member vanished with the attempt. The server may count it in either budget, and if it may be
   * in flight of a member, as a failed login.
   */
  abandoned(attempt: Attempt, { endedAt, arrivedBy, countedBy }: Abandonment, inFlightOf?: string): void {
    const { account, credentialId, isProbe = false } = attempt
    const { budget, serverLimit } = this.account(account)
    budget.abandoned(this.#at, countedBy)
    serverLimit.settled(callOf(attempt), { kind: 'lost' }, this.#at)
    if (credentialId === undefined) return
    this.account(anonymousId).budget.hold(this.#at, countedBy)
    if (inFlightOf === undefined) return
    const { unconfirmed } = this.#snapshot.auth
    const until = arrivedBy + unconfirmedMs
    const missing = { credentialId, endedAt, until, isRejection: false, isProbe, memberId: inFlightOf }
    this.#snapshot.auth = { ...this.#snapshot.auth, unconfirmed: [...unconfirmed, missing] }
  }

  /** The member is there after all, and still has the attempt. */
  takenBack({ account, credentialId }: Attempt, { endedAt, countedBy }: Abandonment): void {
    this.account(account).budget.takeBack(this.#at, countedBy)
    if (credentialId === undefined) return
    this.account(anonymousId).budget.takeBack(this.#at, countedBy)
    const { unconfirmed } = this.#snapshot.auth
    const index = unconfirmed.findIndex(
      (each) =>
        each.credentialId === credentialId &&
        each.endedAt === endedAt &&
        each.memberId === this.#work.memberId,
    )
    this.#snapshot.auth = {
      ...this.#snapshot.auth,
      unconfirmed: unconfirmed.filter((_, each) => each !== index),
    }
  }

  /** Writes what the rules know of credentials into the snapshot. */
  save(): void {
    this.#snapshot.auth = this.auth.snapshot(this.#at)
  }

  #restoreAuth(): AuthGuard {
    const { options, random, memberId, joinedAt, ended } = this.#work
    const { members } = this.#snapshot
    const auth = new AuthGuard({ ...options, random: () => random })
    for (const [id, attempt] of Object.entries(members[memberId]?.attempts ?? {})) {
      if (attempt.credentialId === undefined || attempt.isLeased === true) continue
      const call = ended.find(({ attemptId }) => attemptId === id)?.call ?? callOf(attempt)
      const own = callAt(call, attempt.sentAt)
      this.#calls.set(id, own)
      auth.resume(own, attempt.isProbe ?? false)
    }
    // After its own attempts are known: those that have reached the API no longer count.
    const { flights, hasUnseen } = elsewhere(this.#snapshot, memberId)
    const leased = leasedFlights(members[memberId] ?? { attempts: {} })
    auth.restore(this.#snapshot.auth, { flights: [...flights, ...leased], hasUnseen }, joinedAt ?? this.#at)
    return auth
  }

  #learn(auth: AuthGuard, call: Call, outcome: Outcome): void {
    auth.settled(call, outcome, this.#at)
    if (countsForAddress(auth, call, outcome, this.#at))
      this.account(anonymousId).budget.charge(outcome, this.#at)
  }
}

/** Terms that limit nothing, for an account that only other members use. */
function termsOfOthers({ budget }: StoredAccount): AccountTerms {
  const [windowMs = 3_600_000] = budget.permits.windowsMs
  const assumed = { requests: Infinity, windowMs }
  return { assumed, given: undefined, burstShare: 1, reserve: 0, maxWaiting: 0 }
}
