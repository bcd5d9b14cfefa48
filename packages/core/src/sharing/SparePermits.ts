import type { Outcome } from '../contract/Outcome.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import type { CommitLoop } from './CommitLoop.ts'
import type { Holdings } from './Holdings.ts'
import { anonymousId } from './snapshot/Snapshot.ts'
import { Usage } from './Usage.ts'

/** No more permits are held for calls to come. */
const mostSpare = 128
/** As many are held of a large limit after the first call. */
const firstSpare = 16
/**
 * Of a limit that is not smaller, a member works with few commits: it keeps more permits, and ends
 * of requests may be written together.
 */
const largeLimit = 10_000

/** The permits that a member holds for calls to come, which leave without a commit. */
export class SparePermits {
  readonly #host: SharingHost
  readonly #holdings: Holdings
  readonly #loop: CommitLoop
  readonly #usage = new Usage()
  /** How many permits were held right after the last commit. */
  #atFirst = 0

  constructor(host: SharingHost, holdings: Holdings, loop: CommitLoop) {
    this.#host = host
    this.#holdings = holdings
    this.#loop = loop
  }

  /** A commit has brought what it has. */
  renewed(): void {
    this.#atFirst = this.#holdings.size
  }

  /** A call was sent: another may come before the next commit. */
  count(account: SharedAccount, queued: QueuedCall): void {
    this.#usage.add(account, queued)
  }

  /** Gives back those that are too many. Returns calls like those for which the next commit asks. */
  wanted(account: SharedAccount, isLeaving: boolean): readonly QueuedCall[] {
    // With a token they take slots, which other members may want.
    const isLarge = account.id === anonymousId && account.rules.budget.fewest >= largeLimit
    const used = isLarge ? this.#usage.takeMost(account, this.#host.clock.now()) : this.#usage.take(account)
    // Twice as many as left since the last commit, so that a burst soon needs few commits.
    const likely = Math.max(2 * used.length, isLarge && used.length > 0 ? firstSpare : 0)
    const most = isLeaving ? 0 : Math.min(mostSpare, likely)
    const kept = this.#holdings.keepSpare(account, most)
    return Array.from({ length: most - kept }, (_, index) => used[index % used.length] as QueuedCall)
  }

  /** Gives `queued` one of them, if its credential may be used. */
  take(account: SharedAccount, queued: QueuedCall, offsetMs: number): boolean {
    const { auth, clock } = this.#host
    const now = clock.now()
    const { status } = auth.status(queued.credentialId, now + offsetMs)
    if (status !== 'anonymous' && status !== 'verified') return false
    if (account.rules.serverLimit.closedUntil(now + offsetMs) !== undefined) return false
    const holding = this.#holdings.takeSpare(account, queued, now)
    if (holding === undefined) return false
    queued.attemptId = holding.attemptId
    // The next permits come before these are used up.
    if (this.#holdings.spare(account).length === Math.floor(this.#atFirst / 4)) this.#loop.ask()
    return true
  }

  /**
   * Whether the end of a request may be written later, with others: it went well, the limit is
   * large, and calls leave without a commit.
   */
  mayWriteLater(account: SharedAccount, { kind }: Outcome, offsetMs: number): boolean {
    if (kind !== 'ok' || account.dispatcher.waiting > 0) return false
    const { requests } = account.rules.budget.limit(this.#host.clock.now() + offsetMs)
    return requests >= largeLimit && (this.#holdings.spare(account).length > 0 || this.#loop.isRunning)
  }
}
