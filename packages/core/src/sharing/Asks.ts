import type { Change } from '../contract/Store.ts'
import type { SharingHost } from '../scope/Sharing.ts'
import { decide } from './commit/decide.ts'
import type { Decision, Work } from './commit/Work.ts'
import type { Holdings } from './Holdings.ts'
import type { OwnSlots } from './OwnSlots.ts'
import type { UnwrittenEnd } from './UnwrittenEnds.ts'
import type { SparePermits } from './SparePermits.ts'
import { WantedCalls } from './WantedCalls.ts'

/** What a commit was given, and what it must not forget when it is done. */
export interface Asked {
  readonly work: Work
  /** Decides what becomes of the stored text. */
  readonly change: (text: string | undefined, at: number, version: number) => Change<Decision>
  readonly startedAt: number
  readonly wanted: WantedCalls
  readonly ended: readonly UnwrittenEnd[]
}

/** What changes from one commit to the next, besides what is held. */
export type Brought = Pick<Work, 'joinedAt' | 'known' | 'pardoned' | 'isLeaving' | 'shares'> & {
  /** How far the store's clock is ahead of this process's. */
  readonly offsetMs: number
  readonly ended: readonly UnwrittenEnd[]
}

export interface AsksOptions {
  readonly memberId: string
  readonly holdings: Holdings
  readonly slots: OwnSlots
  readonly spares: SparePermits
  readonly outageShare: number
  readonly fewCommitsFrom: number
}

/** Collects what a member brings to each of its commits. */
export class Asks {
  readonly #host: SharingHost
  readonly #options: AsksOptions
  #attempts = 0
  #commits = 0

  constructor(host: SharingHost, options: AsksOptions) {
    this.#host = host
    this.#options = options
  }

  /** Names one more attempt of this member. */
  nextId(): string {
    this.#attempts += 1
    return `${this.#options.memberId}.${this.#attempts.toString(36)}`
  }

  next({ joinedAt, known, pardoned, isLeaving, shares, ended, offsetMs }: Brought): Asked {
    this.#commits += 1
    const { memberId, holdings, slots, spares, outageShare, fewCommitsFrom } = this.#options
    const { clock } = this.#host
    const { maxFlightMs, verifiedForMs, maxInFlight, random } = this.#host.options()
    const wanted = new WantedCalls(() => this.nextId())
    const accounts = this.#host
      .accounts()
      .map((account) => wanted.of(account, spares.wanted(account, isLeaving), isLeaving))
    const isWaiting = accounts.some(({ wanted }) => wanted.length > 0)
    const asksMore = accounts.some(({ spare }) => slots.areFor(spare[0]?.call))
    const kept = slots.kept(isWaiting, offsetMs, asksMore)
    const work: Work = {
      memberId,
      lineage: `${memberId}.${this.#commits}`,
      joinedAt,
      random: random(),
      options: { maxFlightMs, verifiedForMs, maxInFlight, outageShare, fewCommitsFrom },
      shares,
      known,
      held: holdings.attempts,
      slots: kept,
      ended: ended.map(({ attemptId, attempt, call, outcome }) => ({ attemptId, attempt, call, outcome })),
      pardoned,
      accounts,
      isLeaving,
    }
    return {
      work,
      change: (text, at, version) => decide(text, at, version, work),
      startedAt: clock.now(),
      wanted,
      ended,
    }
  }
}
