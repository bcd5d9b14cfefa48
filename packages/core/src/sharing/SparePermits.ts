import type { Outcome } from '../contract/Outcome.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import type { CommitLoop } from './CommitLoop.ts'
import type { Holdings } from './Holdings.ts'
import { turnMs } from './commit/fairness.ts'
import { largeLimit } from './commit/leaseTimes.ts'
import type { Attempt, LeasedSlots } from './snapshot/Snapshot.ts'
import { mayBeFailedLogin } from '../limiter/auth/authResult.ts'
import type { UnwrittenEnd } from './UnwrittenEnds.ts'
import type { CallKind } from './Usage.ts'
import { spareMs, Usage } from './Usage.ts'

/** Calls that wait are like those to come. More than so many say no more. */
const mostLike = 8
/** No more permits are held for calls to come. */
const mostSpare = 128
/** As many are held of a large limit after the first call, and for each of several that wait. */
const firstSpare = 16

/** A member that commits gives up slots that it has leased for this long, if others wait. */
const mostTurnMs = 250
/** A request that has been in flight for this long gets a slot of its own. */
const slowMs = 1000

/** Who wants the slots of a member. */
export interface SlotDemand {
  /** Whether calls of its own wait. */
  readonly isWaiting: boolean
  readonly othersWait: boolean
  /** How far the store's clock is ahead of this process's. */
  readonly offsetMs: number
}

/** The permits that a member holds for calls to come, which leave without a commit. */
export class SparePermits {
  readonly #host: SharingHost
  readonly #holdings: Holdings
  readonly #loop: CommitLoop
  readonly #usage = new Usage()
  /** How many permits were held right after the last commit. */
  #atFirst = 0
  /** When a commit last brought more than were held. */
  #grewAt = Number.NEGATIVE_INFINITY
  #sizeBefore = 0
  /**
   * So many of those with a token may be in flight at a time. The others know of as many or more.
   */
  #slots: LeasedSlots | undefined
  #slotsSince = 0
  /** Whether other members waited for slots at the last commit. */
  #othersWait = false

  constructor(host: SharingHost, holdings: Holdings, loop: CommitLoop) {
    this.#host = host
    this.#holdings = holdings
    this.#loop = loop
  }

  /**
   * A commit has brought what it has, and `slots`. Requests may have failed since it was started,
   * which `unwritten` tells.
   */
  renewed(slots: LeasedSlots | undefined, unwritten: readonly UnwrittenEnd[]): void {
    if (this.#holdings.size > this.#sizeBefore) this.#grewAt = this.#host.clock.now()
    this.#atFirst = this.#holdings.size
    if (this.#slots === undefined) this.#slotsSince = this.#host.clock.now()
    this.#slots = slots
    for (const { attempt, outcome } of unwritten) this.ended(attempt, outcome)
  }

  /** A slot whose request may have been a failed login serves no other: the others count one. */
  ended({ isLeased }: Attempt, outcome: Outcome): void {
    if (isLeased === true && mayBeFailedLogin(outcome)) this.#limitSlots((this.#slots?.count ?? 0) - 1)
  }

  /**
   * The slots that the next commit keeps, and this member uses until then. A slow request gets one
   * of its own, which is free once the request has certainly reached the API. So do all if no more
   * requests can use them, or if other members wait and had no turn for `mostTurnMs`.
   */
  keptSlots({ isWaiting, othersWait, offsetMs }: SlotDemand): LeasedSlots | undefined {
    const holdings = this.#holdings
    const { auth, clock } = this.#host
    const now = clock.now()
    this.#othersWait = othersWait
    const { count = 0 } = this.#slots ?? {}
    const isUseless = isWaiting && holdings.leasedInFlight < count
    const isOver = othersWait && now - this.#slotsSince >= mostTurnMs
    const isOfUse = holdings.hasSpareLeased && !isUseless && !isOver
    const isKept = isOfUse && !auth.hasUnconfirmed(now + offsetMs)
    const owning = holdings.ownSlots(isKept ? now - slowMs : now)
    if (!isKept) holdings.dropSpare(({ isLeased }) => isLeased === true)
    this.#limitSlots(isKept ? count - owning : 0)
    return this.#slots
  }

  /** A call was sent: another may come before the next commit. */
  count(account: SharedAccount, queued: QueuedCall): void {
    this.#usage.add(account, queued)
  }

  /** Whether calls have left since the last commit. */
  get isInUse(): boolean {
    return this.#usage.hasAny
  }

  /** Gives back what is too many. Returns calls like those for which the next commit asks. */
  wanted(account: SharedAccount, isLeaving: boolean): readonly CallKind[] {
    const now = this.#host.clock.now()
    const isLarge = account.rules.budget.fewest >= largeLimit
    const waiting = account.dispatcher.turns(mostLike)
    // A member that waits for its next turn will need as much as in the last one.
    const agoMs = waiting.length > 0 ? turnMs : spareMs
    const used = isLarge ? this.#usage.takeMost(account, now, agoMs) : this.#usage.take(account)
    // A permit with a token that no call that waits can use counts as in flight all the same.
    if (waiting.length > 0)
      this.#holdings.dropSpare(
        ({ account: id, credentialId, isLeased }) =>
          id === account.id && credentialId !== undefined && isLeased !== true,
      )
    const newest = waiting[0] ?? used.at(-1)
    const likes: CallKind[] = [...used, ...waiting].filter(
      (like) => like.credentialId === newest?.credentialId,
    )
    // A single call that waits may be the only one.
    const several = waiting.length > 1 ? waiting.length : Math.min(1, used.length)
    // Twice as many as left since the last commit, so that a burst soon needs few commits.
    const likely = Math.max(2 * used.length, isLarge ? firstSpare * several : 0)
    // What a commit has just brought is for calls that are on their way.
    const isNew = isLarge && now - this.#grewAt < spareMs
    const useful = isNew ? Math.max(likely, this.#holdings.spare(account).length) : likely
    const most = isLeaving ? 0 : Math.min(mostSpare, useful)
    const kept = this.#holdings.keepSpare(account, most)
    this.#sizeBefore = this.#holdings.size
    return Array.from({ length: most - kept }, (_, index) => likes[index % likes.length] as CallKind)
  }

  /** Gives `queued` one of them, if its credential may be used. */
  take(account: SharedAccount, queued: QueuedCall, offsetMs: number): boolean {
    const { auth, clock } = this.#host
    const now = clock.now()
    const at = now + offsetMs
    const { status } = auth.status(queued.credentialId, at)
    if (status !== 'anonymous' && status !== 'verified') return false
    if (account.rules.serverLimit.closedUntil(at) !== undefined) return false
    const holding = this.#holdings.findSpare(account, queued, now)
    if (holding === undefined) return false
    if (holding.attempt.isLeased === true && !this.#hasSlot(queued, at)) return false
    holding.queued = queued
    queued.attemptId = holding.attemptId
    // The next permits come before these are used up, unless it is the turn of others then.
    const isLast = holding.attempt.isLeased === true && this.#othersWait
    if (!isLast && this.#holdings.spare(account).length === Math.floor(this.#atFirst / 4)) this.#loop.ask()
    return true
  }

  /**
   * Whether a leased slot, which others use now, serves `queued` and the `waiting` before it: it
   * has permits for all of them.
   */
  serves(account: SharedAccount, { credentialId }: QueuedCall, waiting: number): boolean {
    if (!this.isServing || this.#slots?.credentialId !== credentialId) return false
    return this.#holdings.spare(account).filter(({ attempt }) => attempt.isLeased).length > waiting
  }

  /** Whether each leased slot is in use, and will serve a call that waits. */
  get isServing(): boolean {
    const { leasedInFlight, hasSpareLeased } = this.#holdings
    return this.#slots !== undefined && leasedInFlight >= this.#slots.count && hasSpareLeased
  }

  /**
   * Whether the end of a request may be written later, with others: it went well and is no news of
   * its endpoint, the limit is large, and calls leave without a commit.
   */
  mayWriteLater(account: SharedAccount, queued: QueuedCall, { kind }: Outcome, offsetMs: number): boolean {
    const { auth, clock } = this.#host
    const at = clock.now() + offsetMs
    if (kind !== 'ok' || auth.endpointRefusedUntil(queued, at) !== undefined) return false
    if (account.rules.budget.limit(at).requests < largeLimit) return false
    const isCommitting = this.#loop.isRunning && account.dispatcher.waiting === 0
    return isCommitting || this.#holdings.spare(account).length > 0
  }

  #hasSlot(queued: QueuedCall, at: number): boolean {
    const { auth } = this.#host
    if (this.#slots?.credentialId !== queued.credentialId) return false
    if (this.#holdings.leasedInFlight >= (this.#slots?.count ?? 0)) return false
    // Slots that members leased in different commits may add up to more than P2 allows.
    return auth.refusal(queued, at) === undefined && auth.opensAt(queued, at) <= at
  }

  #limitSlots(most: number): void {
    this.#slots = this.#slots && most > 0 ? { ...this.#slots, count: most } : undefined
  }
}
