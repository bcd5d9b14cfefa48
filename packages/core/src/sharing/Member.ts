import type { Waiter } from '../queue/QueuedCall.ts'
import { Cutoff } from './StoreOutage.ts'
import type { Verdicts } from '../limiter/auth/AuthGuard.ts'
import type { Account } from '../scope/Account.ts'
import type { Document, SharedAccount, SharedFlight } from './Snapshot.ts'
import { anonymousId, emptyDocument } from './Snapshot.ts'
import type { LedgerHost } from './StoreSync.ts'
import { settleOverdue } from './settleOverdue.ts'

export interface SharingOptions {
  /** Names this member among those that share the store. */
  readonly member: string
  readonly now: () => number
  readonly maxFlightMs: () => number
  readonly verdicts: Verdicts
  readonly accounts: ReadonlyMap<string | undefined, Account>
  /** The account of a credential turns out to be another: that of a token which it replaced elsewhere. */
  readonly unite: (credential: string | undefined, account: Account) => void
  /** A call has its permit, and will not be sent. */
  readonly giveBack: (account: Account, waiter: Waiter) => void
}

interface Departure {
  readonly account: Account
  readonly waiter: Waiter
}

/** What was lost is not known for longer than the longest window that anybody states. */
const longestWindowMs = 86_400_000

/** The part of one member in what all know: what it has under way, and how its rules go on from what the others did. */
export class Sharing implements LedgerHost {
  readonly cutoff = new Cutoff()
  readonly #options: SharingOptions
  readonly #flights = new Map<Waiter, SharedFlight>()
  /** Those that have their permits, which are not written yet. */
  #departed: Departure[] = []
  #document: Document = emptyDocument
  #joinedAt: number | undefined
  #flightCount = 0

  constructor(options: SharingOptions) {
    this.#options = options
  }

  get isWaiting(): boolean {
    return [...this.#options.accounts.values()].some(({ dispatcher }) => dispatcher.waiting > 0)
  }

  get overdueAt(): number {
    const { member } = this.#options
    const untils = this.#document.flights
      .filter((flight) => flight.member !== member)
      .map(({ until }) => until)
    return Math.min(Infinity, ...untils)
  }

  departed(account: Account, waiter: Waiter): void {
    const { member, verdicts, maxFlightMs } = this.#options
    this.#flightCount += 1
    this.#departed.push({ account, waiter })
    this.#flights.set(waiter, {
      id: `${member}.${this.#flightCount}`,
      member,
      account: account.id,
      credential: waiter.credential,
      leftAt: waiter.leftAt,
      until: waiter.leftAt + waiter.timeoutMs + maxFlightMs(),
      isProbe: verdicts.isProbe(waiter),
    })
  }

  ended(waiter: Waiter): void {
    this.#flights.delete(waiter)
  }

  restore(document: Document): void {
    const { member, now, verdicts, accounts, unite } = this.#options
    this.cutoff.open()
    this.#joinedAt ??= now()
    const ours = new Set([...this.#flights.values()].map(({ id }) => id))
    const isKnown = (flight: SharedFlight): boolean => flight.member !== member || ours.has(flight.id)
    this.#document = settleOverdue(document, now(), isKnown)
    const { flights, names } = this.#document
    const elsewhere = flights.filter((flight) => flight.member !== member)
    verdicts.restore(this.#document.verdicts, elsewhere, this.#joinedAt)

    const restored = new Map<string, Account>()
    for (const [credential, account] of accounts) {
      account.id = credential === undefined ? anonymousId : (names[credential] ?? account.id)
      const other = restored.get(account.id)
      if (other && other !== account) unite(credential, other)
      else restored.set(account.id, account)
    }
    for (const account of restored.values()) this.#restoreAccount(account)
  }

  /** The account of a credential that is new here: one that is here already, or else `make` with its id. */
  obtain(credential: string | undefined, make: (id: string) => Account): Account {
    const id = credential === undefined ? anonymousId : (this.#document.names[credential] ?? credential)
    for (const account of this.#options.accounts.values()) if (account.id === id) return account
    const account = make(id)
    this.#restoreAccount(account)
    return account
  }

  #restoreAccount(account: Account): void {
    const { flights, accounts, spentAt } = this.#document
    const { member } = this.#options
    const elsewhere = flights.filter((flight) => flight.member !== member && flight.account === account.id)
    account.restore(accounts[account.id], elsewhere.length, spentAt)
  }

  snapshot(): Omit<Document, 'at'> {
    const { member, verdicts, accounts } = this.#options
    const now = this.#options.now()
    const { spentAt } = this.#document
    // In an order of their own: else members would write the same in turns, each in its own order.
    const flights = [
      ...this.#document.flights.filter((flight) => flight.member !== member),
      ...this.#flights.values(),
    ].sort((a, b) => (a.id < b.id ? -1 : 1))
    const known: Record<string, SharedAccount> = {}
    for (const [id, account] of Object.entries(this.#document.accounts)) {
      if (account.heldUntil > now || flights.some((flight) => flight.account === id)) known[id] = account
    }
    for (const account of accounts.values()) known[account.id] = account.snapshot(now)
    const names: Record<string, string> = {}
    for (const [credential, id] of Object.entries(this.#document.names)) if (known[id]) names[credential] = id
    for (const [credential, { id }] of accounts) if (credential !== undefined) names[credential] = id
    return {
      spentAt: spentAt !== undefined && spentAt + longestWindowMs > now ? spentAt : undefined,
      verdicts: verdicts.snapshot(now),
      accounts: known,
      names,
      flights,
    }
  }

  wake(hasNews: boolean): void {
    for (const { dispatcher } of new Set(this.#options.accounts.values())) {
      if (hasNews) dispatcher.sweep()
      dispatcher.wake()
    }
  }

  written(): void {
    for (const { account, waiter } of this.#departed.splice(0)) {
      if (waiter.isWithdrawn) this.#options.giveBack(account, waiter)
      else waiter.go()
    }
  }

  cutOff(cause: unknown): void {
    this.cutoff.close(cause)
    for (const { account, waiter } of this.#departed.splice(0)) {
      this.#options.giveBack(account, waiter)
      waiter.refuse({ kind: 'store', cause })
    }
  }
}
