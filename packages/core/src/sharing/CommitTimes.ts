import type { Clock } from '../contract/Clock.ts'
import { Lookout } from './Lookout.ts'
import { spareMs } from './Usage.ts'

/** A commit that failed is tried again after this long, if anything is left to do. */
export const retryMs = 1000
/** While calls leave without a commit, what is left to write waits no longer than this. */
const putOffMs = 2000

export interface CommitTimesOptions {
  readonly clock: Clock
  /** Commits. */
  readonly commit: () => void
  readonly isWaiting: () => boolean
  /** For how long no call has left. */
  readonly unusedMs: () => number
}

/** When a member commits again if nothing asks for it. */
export class CommitTimes {
  readonly #options: CommitTimesOptions
  readonly #lookout: Lookout
  #dueAt = Infinity
  #putOffUntil = Number.NEGATIVE_INFINITY

  constructor(options: CommitTimesOptions) {
    this.#options = options
    this.#lookout = new Lookout(options.clock, () => this.#look())
  }

  /**
   * A commit is done. The next one is due after `dueMs`. If something `isLeft` to write or to give
   * back, it comes once no call has left for a while.
   */
  committed(dueMs: number, isLeft: boolean): void {
    const now = this.#options.clock.now()
    this.#dueAt = now + dueMs
    this.#putOffUntil = now + putOffMs
    this.#set(isLeft ? Math.min(dueMs, spareMs) : dueMs)
  }

  failed(isLeft: boolean): void {
    this.#putOffUntil = Number.NEGATIVE_INFINITY
    this.#set(isLeft ? retryMs : Infinity)
  }

  stop(): void {
    this.#lookout.stop()
  }

  #look(): void {
    const { clock, commit, isWaiting, unusedMs } = this.#options
    const now = clock.now()
    const leftMs = Math.min(this.#dueAt, this.#putOffUntil) - now
    const isInUseMs = spareMs - unusedMs()
    if (leftMs > 0 && isInUseMs > 0 && !isWaiting()) this.#set(Math.min(leftMs, isInUseMs))
    else commit()
  }

  /** Only a call that waits keeps the process running. */
  #set(delayMs: number): void {
    this.#lookout.set(delayMs, { keepAlive: this.#options.isWaiting() })
  }
}
