import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { Work } from './commit/Work.ts'
import type { Holdings } from './Holdings.ts'
import type { UnwrittenEnd } from './UnwrittenEnds.ts'
import { Usage } from './Usage.ts'
import { WantedCalls } from './WantedCalls.ts'
import { anonymousId } from './snapshot/Snapshot.ts'

/** No more permits are held for calls to come. */
const mostSpare = 128
/** As many are held of a large limit after the first call. */
const firstSpare = 16
/** Of a limit that is not smaller, a member without a token works with few commits. */
const largeLimit = 10_000

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
      // With a token they take slots, which other members may want.
      const isLarge = account.id === anonymousId && account.rules.budget.fewest >= largeLimit
      const used = isLarge ? this.#usage.takeMost(account, clock.now()) : this.#usage.take(account)
      // Twice as many as left since the last commit, so that a burst soon needs few commits.
      const likely = Math.max(2 * used.length, isLarge && used.length > 0 ? firstSpare : 0)
      const most = isLeaving ? 0 : Math.min(mostSpare, likely)
      const spare = this.#holdings.keepSpare(account, most)
      const likes = Array.from({ length: most - spare }, (_, index) => used[index % used.length])
      return wanted.of(
        account,
        likes.filter((like) => like !== undefined),
      )
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
