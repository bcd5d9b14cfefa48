import type { AdvertisedLimits, Outcome } from '../contract/Outcome.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import type { CommitLoop } from './CommitLoop.ts'
import type { Holdings } from './Holdings.ts'
import { largeLimit, mostSparePart } from './commit/leaseTimes.ts'
import type { OwnSlots } from './OwnSlots.ts'
import type { CallKind } from './Usage.ts'
import { spareMs, Usage } from './Usage.ts'

/** Calls that wait are like those to come. More than so many say no more. */
const mostLike = 8
/** No more permits are held for calls to come. */
const mostSpare = 128
/** As many are held of a large limit after the first call, and for each of several that wait. */
const firstSpare = 16

export interface SparePermitsOptions {
  readonly holdings: Holdings
  readonly loop: CommitLoop
  readonly slots: OwnSlots
  /** Of a limit that is not smaller, the member works with few commits. */
  readonly fewCommitsFrom: number
}

/** The permits that a member holds for calls to come, which leave without a commit. */
export class SparePermits {
  readonly #host: SharingHost
  readonly #holdings: Holdings
  readonly #loop: CommitLoop
  readonly #slots: OwnSlots
  readonly #fewCommitsFrom: number
  readonly #usage = new Usage()
  /** How many permits were held right after the last commit. */
  #atFirst = 0
  /** When a commit last brought more than were held. */
  #grewAt = Number.NEGATIVE_INFINITY
  #sizeBefore = 0
  /** When the last call left; Infinity if it was of a large limit. */
  #usedAt = Number.NEGATIVE_INFINITY

  constructor(host: SharingHost, { holdings, loop, slots, fewCommitsFrom }: SparePermitsOptions) {
    this.#host = host
    this.#holdings = holdings
    this.#loop = loop
    this.#slots = slots
    this.#fewCommitsFrom = fewCommitsFrom
  }

  /** A commit has brought what it has. */
  renewed(): void {
    if (this.#holdings.size > this.#sizeBefore) this.#grewAt = this.#host.clock.now()
    this.#atFirst = this.#holdings.size
  }

  /** A call was sent: another may come before the next commit. */
  count(account: SharedAccount, queued: QueuedCall): void {
    const isLarge = account.rules.budget.fewest >= largeLimit
    this.#usedAt = isLarge ? Infinity : this.#host.clock.now()
    this.#usage.add(account, queued)
  }

  /**
   * For how long no call has left; Infinity if none has since the last commit. One of a large limit
   * counts as if it left now: few commits matter more there than permits that lie idle.
   */
  get unusedMs(): number {
    return this.#usage.hasAny ? this.#host.clock.now() - this.#usedAt : Infinity
  }

  /** Gives back what is too many. Returns calls like those for which the next commit asks. */
  wanted(account: SharedAccount, isLeaving: boolean): readonly CallKind[] {
    const now = this.#host.clock.now()
    const { fewest } = account.rules.budget
    const isLarge = fewest >= largeLimit
    const used = isLarge ? this.#usage.takeMost(account, now) : this.#usage.takeRepeated(account, now)
    const waiting = account.dispatcher.turns(mostLike)
    if (waiting.length > 0) this.#dropUseless(account, waiting)
    const newest = waiting[0] ?? used.at(-1)
    const likes: CallKind[] = [...used, ...waiting].filter(
      (like) => like.credentialId === newest?.credentialId,
    )
    // A single call that waits may be the only one.
    const several = waiting.length > 1 ? waiting.length : Math.min(1, used.length)
    // Twice as many as left since the last commit, so that a burst soon needs few commits. A member
    // that stands in line for slots asks for all that it may use in its turn.
    const isInLine = isLarge && waiting.length > 0 && this.#slots.othersWait
    const likely = isInLine ? mostSpare : Math.max(2 * used.length, isLarge ? firstSpare * several : 0)
    // What a commit has just brought is for calls that are on their way.
    const isNew = fewest >= this.#fewCommitsFrom && now - this.#grewAt < spareMs
    const useful = isNew ? Math.max(likely, this.#holdings.spare(account).length) : likely
    // While others wait, each request of a smaller limit ends the turn of its member.
    const isNoTurn = isLeaving || (!isLarge && this.#slots.othersWait)
    const most = isNoTurn ? 0 : Math.min(mostSpare, Math.floor(fewest * mostSparePart), useful)
    const kept = this.#holdings.keepSpare(account, most)
    this.#sizeBefore = this.#holdings.size
    return Array.from({ length: most - kept }, (_, index) => likes[index % likes.length] as CallKind)
  }

  /**
   * Gives back what no call that waits can use: those with a token that take a slot of their own,
   * and those of a smaller limit that fit none of them, since they may be its last.
   */
  #dropUseless({ id, rules }: SharedAccount, waiting: readonly CallKind[]): void {
    const isLarge = rules.budget.fewest >= largeLimit
    this.#holdings.dropSpare(({ account, credentialId, timeoutMs, isLeased }) => {
      const fits = (call: CallKind): boolean =>
        call.credentialId === credentialId && call.timeoutMs <= timeoutMs
      const takesSlot = credentialId !== undefined && isLeased !== true
      return account === id && (takesSlot || (!isLarge && !waiting.some(fits)))
    })
  }

  /** Gives `queued` one of them, if its credential may be used. */
  take(account: SharedAccount, queued: QueuedCall, offsetMs: number): boolean {
    const now = this.#host.clock.now()
    const at = now + offsetMs
    if (!this.#isOpen(account, queued, at)) return false
    const [holding] = this.#holdings.spareFor(account, queued, now)
    if (holding === undefined) return false
    const isLeased = holding.attempt.isLeased === true
    if (isLeased && !this.#slots.mayUse(queued, at)) return false
    holding.queued = queued
    holding.attempt = { ...holding.attempt, isSpare: undefined }
    queued.attemptId = holding.attemptId
    if (isLeased) this.#slots.used()
    // The next permits come before these are used up, unless it is the turn of others then.
    const isLast = isLeased && this.#slots.othersWait
    if (!isLast && this.#holdings.spare(account).length === Math.floor(this.#atFirst / 4)) this.#loop.ask()
    return true
  }

  /** How many calls like `queued` may wait for a leased slot, which another uses now. */
  served(account: SharedAccount, queued: QueuedCall, offsetMs: number): number {
    if (!this.#slots.isServing || this.#slots.credentialId !== queued.credentialId) return 0
    const now = this.#host.clock.now()
    if (!this.#isOpen(account, queued, now + offsetMs)) return 0
    const spare = this.#holdings.spareFor(account, queued, now)
    return spare.filter(({ attempt }) => attempt.isLeased).length
  }

  /** How many are held of an account. */
  held(account: SharedAccount): number {
    return this.#holdings.spare(account).length
  }

  /** Whether calls like `queued` may be sent on permits that are held. */
  #isOpen(account: SharedAccount, { credentialId }: QueuedCall, at: number): boolean {
    const { status } = this.#host.auth.status(credentialId, at)
    const isGood = status === 'anonymous' || status === 'verified'
    const { serverLimit } = account.rules
    // What is held has its room, unless the API has said since that less is left.
    const hasRoom = serverLimit.certainRoom + this.held(account) > 0
    return isGood && hasRoom && serverLimit.closedUntil(at) === undefined
  }

  /**
   * Whether the end of a request may be written later, with others: it went well and is no news of
   * its endpoint or its limit, and calls leave without a commit, which they do of a limit that is
   * large.
   */
  mayWriteLater(account: SharedAccount, queued: QueuedCall, outcome: Outcome, offsetMs: number): boolean {
    const { auth, clock } = this.#host
    const at = clock.now() + offsetMs
    if (outcome.kind !== 'ok' || auth.endpointRefusedUntil(queued, at) !== undefined) return false
    if (outcome.advertised && tellsNews(outcome.advertised, account, at)) return false
    const { requests } = account.rules.budget.limit(at)
    if (requests < this.#fewCommitsFrom) return false
    const isLarge = requests >= largeLimit
    if (!isLarge && this.#slots.othersWait) return false
    const isCommitting = isLarge && this.#loop.isRunning && account.dispatcher.waiting === 0
    return isCommitting || this.#holdings.spare(account).length > 0
  }
}

/** Whether the API tells of other limits than before, or of less than seems to be left. */
function tellsNews(
  { policies, remaining = Infinity }: AdvertisedLimits,
  { rules: { budget } }: SharedAccount,
  at: number,
): boolean {
  const { stated } = budget.state
  const isKnown = ({ requests, windowMs }: (typeof policies)[number]): boolean =>
    stated.some((each) => each.requests === requests && each.windowMs === windowMs)
  return remaining < budget.remaining(at) || !policies.every(isKnown)
}
