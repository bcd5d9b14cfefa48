import type { QueuedCall } from '../queue/QueuedCall.ts'
import { StoreOutage } from './StoreOutage.ts'
import type { AuthGuard } from '../limiter/auth/AuthGuard.ts'
import type { Snapshot, SharedAccount, SharedAttempt } from './Snapshot.ts'
import { anonymousId, emptySnapshot } from './Snapshot.ts'
import type { StoreSyncHost } from './StoreSync.ts'
import { settleOverdue } from './settleOverdue.ts'

/** One budget, as a member shares it. */
export interface SharedBudget {
  id: string
  readonly dispatcher: { readonly waiting: number; sweep(): void; wake(): void }
  restore(account: SharedAccount | undefined, elsewhere: number, spentAt: number | undefined): void
  snapshot(now: number): SharedAccount
}

export interface MemberOptions<Account> {
  /** Names this member among those that share the store. */
  readonly memberId: string
  readonly now: () => number
  readonly maxFlightMs: () => number
  readonly auth: AuthGuard
  readonly accounts: ReadonlyMap<string | undefined, Account>
  /** The account of a credential turns out to be another: that of a token which it replaced elsewhere. */
  readonly unite: (credentialId: string | undefined, account: Account) => void
  /** A call has its permit, and will not be sent. */
  readonly giveBack: (account: Account, queued: QueuedCall) => void
}

interface SentCall<Account> {
  readonly account: Account
  readonly queued: QueuedCall
}

/** What was lost is not known for longer than the longest window that anybody states. */
const longestWindowMs = 86_400_000

/** The part of one member in what all know: what it has under way, and how its rules go on from what the others did. */
export class Member<Account extends SharedBudget> implements StoreSyncHost {
  readonly storeOutage = new StoreOutage()
  readonly #options: MemberOptions<Account>
  readonly #attempts = new Map<QueuedCall, SharedAttempt>()
  /** Those that have their permits, which are not written yet. */
  #sent: SentCall<Account>[] = []
  #snapshot: Snapshot = emptySnapshot
  #joinedAt: number | undefined
  #attemptCount = 0

  constructor(options: MemberOptions<Account>) {
    this.#options = options
  }

  get isWaiting(): boolean {
    return [...this.#options.accounts.values()].some(({ dispatcher }) => dispatcher.waiting > 0)
  }

  get overdueAt(): number {
    const { memberId } = this.#options
    const untils = this.#snapshot.attempts
      .filter((attempt) => attempt.memberId !== memberId)
      .map(({ until }) => until)
    return Math.min(Infinity, ...untils)
  }

  sent(account: Account, queued: QueuedCall): void {
    const { memberId, auth, maxFlightMs } = this.#options
    this.#attemptCount += 1
    this.#sent.push({ account, queued })
    this.#attempts.set(queued, {
      id: `${memberId}.${this.#attemptCount}`,
      memberId,
      account: account.id,
      credentialId: queued.credentialId,
      sentAt: queued.sentAt,
      until: queued.sentAt + queued.timeoutMs + maxFlightMs(),
      isProbe: auth.isProbe(queued),
    })
  }

  ended(queued: QueuedCall): void {
    this.#attempts.delete(queued)
  }

  restore(snapshot: Snapshot): void {
    const { memberId, now, auth, accounts, unite } = this.#options
    this.storeOutage.open()
    this.#joinedAt ??= now()
    const ours = new Set([...this.#attempts.values()].map(({ id }) => id))
    const isKnown = (attempt: SharedAttempt): boolean => attempt.memberId !== memberId || ours.has(attempt.id)
    this.#snapshot = settleOverdue(snapshot, now(), isKnown)
    const { attempts, names } = this.#snapshot
    const elsewhere = attempts.filter((attempt) => attempt.memberId !== memberId)
    auth.restore(this.#snapshot.auth, elsewhere, this.#joinedAt)

    const restored = new Map<string, Account>()
    for (const [credentialId, account] of accounts) {
      account.id = credentialId === undefined ? anonymousId : (names[credentialId] ?? account.id)
      const other = restored.get(account.id)
      if (other && other !== account) unite(credentialId, other)
      else restored.set(account.id, account)
    }
    for (const account of restored.values()) this.#restoreAccount(account)
  }

  /** The account of a credential that is new here: one that is here already, or else `make` with its id. */
  obtain(credentialId: string | undefined, make: (id: string) => Account): Account {
    const id = credentialId === undefined ? anonymousId : (this.#snapshot.names[credentialId] ?? credentialId)
    for (const account of this.#options.accounts.values()) if (account.id === id) return account
    const account = make(id)
    this.#restoreAccount(account)
    return account
  }

  #restoreAccount(account: Account): void {
    const { attempts, accounts, spentAt } = this.#snapshot
    const { memberId } = this.#options
    const elsewhere = attempts.filter(
      (attempt) => attempt.memberId !== memberId && attempt.account === account.id,
    )
    account.restore(accounts[account.id], elsewhere.length, spentAt)
  }

  snapshot(): Omit<Snapshot, 'at'> {
    const { memberId, auth, accounts } = this.#options
    const now = this.#options.now()
    const { spentAt } = this.#snapshot
    // In an order of their own: else members would write the same in turns, each in its own order.
    const attempts = [
      ...this.#snapshot.attempts.filter((attempt) => attempt.memberId !== memberId),
      ...this.#attempts.values(),
    ].sort((a, b) => (a.id < b.id ? -1 : 1))
    const known: Record<string, SharedAccount> = {}
    for (const [id, account] of Object.entries(this.#snapshot.accounts)) {
      if (account.heldUntil > now || attempts.some((attempt) => attempt.account === id)) known[id] = account
    }
    for (const account of accounts.values()) known[account.id] = account.snapshot(now)
    const names: Record<string, string> = {}
    for (const [credentialId, id] of Object.entries(this.#snapshot.names))
      if (known[id]) names[credentialId] = id
    for (const [credentialId, { id }] of accounts) if (credentialId !== undefined) names[credentialId] = id
    return {
      spentAt: spentAt !== undefined && spentAt + longestWindowMs > now ? spentAt : undefined,
      auth: auth.snapshot(now),
      accounts: known,
      names,
      attempts,
    }
  }

  wake(hasNews: boolean): void {
    for (const { dispatcher } of new Set(this.#options.accounts.values())) {
      if (hasNews) dispatcher.sweep()
      dispatcher.wake()
    }
  }

  written(): void {
    for (const { account, queued } of this.#sent.splice(0)) {
      if (queued.isWithdrawn) this.#options.giveBack(account, queued)
      else queued.go()
    }
  }

  stopAtOutage(cause: unknown): void {
    this.storeOutage.close(cause)
    for (const { account, queued } of this.#sent.splice(0)) {
      this.#options.giveBack(account, queued)
      queued.refuse({ kind: 'store', cause })
    }
  }
}
