import type { Clock } from '../contract/Clock.ts'
import type { SharedStore } from '../contract/Store.ts'
import { unconfirmedMs } from '../limiter/auth/Unconfirmed.ts'
import type { Snapshot } from './Snapshot.ts'
import { emptySnapshot } from './Snapshot.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshotText.ts'
import { SharedClock } from './SharedClock.ts'

/** Whose document it is. */
export interface StoreSyncHost {
  /** Goes on from what all members know. */
  restore(snapshot: Snapshot): void
  /** What all members are to know, `at` aside. */
  snapshot(): Omit<Snapshot, 'at'>
  /** Lets leave whoever may; `hasNews`: others have done something since. */
  wake(hasNews: boolean): void
  /** What was let leave is written: it goes. */
  written(): void
  /** The store cannot be read or written: nobody may leave. */
  stopAtOutage(cause: unknown): void
  /** Whether somebody waits for news. */
  readonly isWaiting: boolean
  /** When something under way at another member is past its longest: nobody may be left to say how it ended. Infinity: nothing is. */
  readonly overdueAt: number
}

export interface LedgerOptions {
  readonly store: SharedStore
  readonly key: string
  readonly clock: Clock
  readonly host: StoreSyncHost
  readonly onDamage: (place: string) => void
}

/** News that nobody waits for are looked at after this long, all at once. */
const idleNewsMs = 200

/**
 * Keeps an origin in step with its document in a store. Whatever reads the rules and changes them is an act; acts run inside
 * a transaction, as many as have gathered meanwhile, and what they let leave goes when it is written (P6, P7).
 */
export class StoreSync {
  readonly clock: SharedClock
  readonly #options: LedgerOptions
  #acts: (() => void)[] = []
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined
  #isInside = false
  #hasRead = false
  #writtenAt = 0
  #stopWatching: (() => void) | undefined
  #cancelNews: (() => void) | undefined
  #cancelLook: (() => void) | undefined

  constructor(options: LedgerOptions) {
    this.#options = options
    this.clock = new SharedClock(options.clock)
  }

  /** Resolves when `change` has run and is written, or is known not to be. */
  act(change: () => void): Promise<void> {
    if (this.#isInside) {
      change()
      return this.#running
    }
    this.#acts.push(change)
    this.#next ??= this.#running.then(() => {
      this.#running = this.#commit(this.#acts.splice(0))
      this.#next = undefined
      return this.#running
    })
    return this.#next
  }

  /** Hears of what other members do, until `unwatch`. */
  watch(): void {
    const { store, key } = this.#options
    this.#stopWatching ??= store.watch(key, () => this.#heard())
    void this.act(() => {})
  }

  unwatch(): void {
    this.#stopWatching?.()
    this.#stopWatching = undefined
    this.#cancelNews?.()
    this.#cancelLook?.()
  }

  #heard(): void {
    this.#cancelNews?.()
    const look = (): void => void this.act(() => {})
    if (this.#options.host.isWaiting) look()
    else this.#cancelNews = this.clock.schedule(look, idleNewsMs, { keepAlive: false })
  }

  async #commit(acts: readonly (() => void)[]): Promise<void> {
    const { store, key, host } = this.#options
    let left = acts
    let damaged: string | undefined
    try {
      await store.transact(key, (text) => {
        const read = this.#read(text)
        damaged = read ? undefined : text
        const snapshot = read ?? this.#lost()
        this.clock.catchUp(snapshot.at)
        host.restore(snapshot)
        left = []
        this.#run(acts, snapshot.at !== this.#writtenAt)
        this.#hasRead = true
        return this.#write(read)
      })
      host.written()
    } catch (cause) {
      host.stopAtOutage(cause)
      this.#run(left, true)
    }
    this.#lookWhenOverdue()
    if (damaged !== undefined) await this.#setAside(damaged)
  }

  /** A call that waits for what a killed member had under way has no answer to wait for. */
  #lookWhenOverdue(): void {
    const { isWaiting, overdueAt } = this.#options.host
    this.#cancelLook?.()
    if (!isWaiting || overdueAt === Infinity) return
    const delayMs = Math.max(0, overdueAt - this.clock.now())
    this.#cancelLook = this.clock.schedule(() => void this.act(() => {}), delayMs, { keepAlive: true })
  }

  /** `undefined`: something was there, and makes no sense, or is there no more. */
  #read(text: string | undefined): Snapshot | undefined {
    if (text !== undefined) return decodeSnapshot(text)
    return this.#hasRead ? undefined : emptySnapshot
  }

  /** Nothing is known of what was spent, nor of what was refused: everything may be. */
  #lost(): Snapshot {
    const now = this.clock.now()
    const until = now + unconfirmedMs
    const attempt = { credentialId: '', endedAt: now, until, isRejection: false, isProbe: true }
    const auth = { ...emptySnapshot.auth, unconfirmed: [attempt, attempt, attempt] }
    return { ...emptySnapshot, spentAt: now, auth }
  }

  #run(acts: readonly (() => void)[], hasNews: boolean): void {
    this.#isInside = true
    try {
      for (const act of acts) act()
      this.#options.host.wake(hasNews)
    } finally {
      this.#isInside = false
    }
  }

  #write(read: Snapshot | undefined): string | undefined {
    const snapshot = this.#options.host.snapshot()
    const next = { at: this.clock.now(), ...snapshot }
    const isSame =
      read !== undefined && JSON.stringify({ ...next, at: 0 }) === JSON.stringify({ ...read, at: 0 })
    if (isSame) return undefined
    this.#writtenAt = next.at
    return encodeSnapshot(next)
  }

  async #setAside(text: string): Promise<void> {
    const { store, key, onDamage } = this.#options
    // It is told all the same where it cannot be kept.
    onDamage(await store.setAside(key, text).catch(() => 'nowhere: it could not be kept'))
  }
}
