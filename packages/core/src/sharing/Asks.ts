import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { Work } from './commit/Work.ts'
import type { Holdings } from './Holdings.ts'
import type { UnwrittenEnd } from './UnwrittenEnds.ts'
import { Usage } from './Usage.ts'
import { WantedCalls } from './WantedCalls.ts'

/** No more permits are held for calls to come. */
const mostSpare = 128

/** What a commit was given, and what it must not forget when it is done. */
export interface Asked {
  readonly work: Work
  readonly startedAt: number
  readonly wanted: WantedCalls
  readonly ended: readonly UnwrittenEnd[]
}

/** What changes from one commit to the next, besides what is held. */
export type Brought = Pick<Work, 'joinedAt' | 'known' | 'pardoned' | 'isLeaving' | 'shares'> & {
  readonly ended: readonly UnwrittenEnd[]
}

/** Collects what a member brings to each of its commits. */
export class Asks {
  readonly #host: SharingHost
  readonly #memberId: string
  readonly #holdings: Holdings
  readonly #outageShare: number
  readonly #usage = new Usage()
  #attempts = 0
  #commits = 0

  constructor(
    host: SharingHost,
    memberId: string,
    { holdings, outageShare }: { readonly holdings: Holdings; readonly outageShare: number },
  ) {
    this.#host = host
    this.#memberId = memberId
    this.#holdings = holdings
    this.#outageShare = outageShare
  }

  /** Names one more attempt of this member. */
  nextId(): string {
    this.#attempts += 1
    return `${this.#memberId}.${this.#attempts.toString(36)}`
  }

  /** A call was sent: another may come before the next commit. */
  count(account: SharedAccount, queued: QueuedCall): void {
    this.#usage.add(account, queued)
  }

  next({ joinedAt, known, pardoned, isLeaving, shares, ended }: Brought): Asked {
    this.#commits += 1
    const { clock } = this.#host
    const { maxFlightMs, verifiedForMs, maxInFlight, random } = this.#host.options()
    const wanted = new WantedCalls(() => this.nextId())
    const accounts = this.#host.accounts().map((account) => {
      const used = this.#usage.take(account)
      // Twice as many as left since the last commit, so that a burst soon needs few commits.
      const most = isLeaving ? 0 : Math.min(mostSpare, 2 * used.length)
      const spare = this.#holdings.keepSpare(account, most)
      const likes = [...used, ...used].slice(0, most)
      return wanted.of(account, likes.slice(spare))
    })
    const work: Work = {
      memberId: this.#memberId,
      lineage: `${this.#memberId}.${this.#commits}`,
      joinedAt,
      random: random(),
      options: { maxFlightMs, verifiedForMs, maxInFlight, outageShare: this.#outageShare },
      shares,
      known,
      held: this.#holdings.attempts,
      ended: ended.map(({ attemptId, attempt, call, outcome }) => ({ attemptId, attempt, call, outcome })),
      pardoned,
      accounts,
      isLeaving,
    }
    return { work, startedAt: clock.now(), wanted, ended }
  }
}
