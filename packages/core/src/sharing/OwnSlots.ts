import type { Outcome } from '../contract/Outcome.ts'
import { mayBeFailedLogin } from '../limiter/auth/authResult.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharingHost } from '../scope/Sharing.ts'
import type { CommitLoop } from './CommitLoop.ts'
import type { Holdings } from './Holdings.ts'
import { Lookout } from './Lookout.ts'
import type { Attempt, LeasedSlots } from './snapshot/Snapshot.ts'
import type { UnwrittenEnd } from './UnwrittenEnds.ts'

/** After this long a member gives up the slots that it has leased, if others wait for them. */
const mostTurnMs = 250
/** It does so after this long if no request uses one of them. */
const idleMs = 5
/** A request that has been in flight for this long gets a slot of its own. */
const slowMs = 1000

/** What else a commit has told. */
export interface Renewal {
  /** Whether other members wait for a slot. */
  readonly othersWait: boolean
  readonly unwritten: readonly UnwrittenEnd[]
}

/**
 * The slots that a member has leased: so many of its leased attempts may be in flight at a time.
 * The others know of as many or more.
 */
export class OwnSlots {
  readonly #host: SharingHost
  readonly #holdings: Holdings
  readonly #lookout: Lookout
  #slots: LeasedSlots | undefined
  #since = 0
  /** Since when no request has used one of them. */
  #idleSince: number | undefined
  #othersWait = false

  constructor(host: SharingHost, holdings: Holdings, loop: CommitLoop) {
    this.#host = host
    this.#holdings = holdings
    this.#lookout = new Lookout(host.clock, () => loop.ask())
  }

  /**
   * A commit has brought `slots`. Requests may have failed since it was started, which `unwritten`
   * tells.
   */
  renewed(slots: LeasedSlots | undefined, { othersWait, unwritten }: Renewal): void {
    if (this.#slots === undefined) this.#since = this.#host.clock.now()
    this.#slots = slots
    this.#othersWait = othersWait
    this.used()
    for (const { attempt, outcome } of unwritten) this.ended(attempt, outcome)
  }

  /** A request on one of them has begun or ended. */
  used(): void {
    const now = this.#host.clock.now()
    this.#idleSince = this.hasIdle ? (this.#idleSince ?? now) : undefined
    const endsAt = Math.min(this.#since + mostTurnMs, (this.#idleSince ?? Infinity) + idleMs)
    const isWanted = this.#othersWait && (this.hasAny || this.hasIdle)
    this.#lookout.set(isWanted ? endsAt - now : Infinity, { keepAlive: false })
  }

  /** A slot whose request may have been a failed login serves no other: the others count one. */
  ended({ isLeased }: Attempt, outcome: Outcome): void {
    if (isLeased !== true) return
    if (mayBeFailedLogin(outcome)) this.#limit((this.#slots?.count ?? 0) - 1)
    this.used()
  }

  /**
   * The slots that the next commit keeps, and this member uses until then. `isWaiting`: whether
   * calls of its own wait. `asksMore`: whether the commit asks for permits that use these slots,
   * and would take others without them. A slow request gets a slot of its own, which is free once
   * the request has certainly reached the API. So do all if no more requests can use them, or if
   * the turn of this member is over.
   */
  kept(isWaiting: boolean, offsetMs: number, asksMore = false): LeasedSlots | undefined {
    const holdings = this.#holdings
    const { auth, clock } = this.#host
    const now = clock.now()
    const { count = 0 } = this.#slots ?? {}
    const isUseless = isWaiting && this.#hasFree
    const isIdle = this.#idleSince !== undefined && now - this.#idleSince >= idleMs
    const isOver = this.#othersWait && (isIdle || now - this.#since >= mostTurnMs)
    const isOfUse = (holdings.hasSpareLeased || asksMore) && !isUseless && !isOver
    const isKept = isOfUse && !auth.hasUnconfirmed(now + offsetMs)
    const owning = holdings.ownSlots(isKept ? now - slowMs : now)
    if (!isKept) holdings.dropSpare(({ isLeased }) => isLeased === true)
    if (isOver) holdings.dropSpare(({ credentialId }) => credentialId !== undefined)
    this.#limit(isKept ? count - owning : 0)
    return this.#slots
  }

  /** Whether a request with the credential of `queued` may use one. */
  mayUse(queued: QueuedCall, at: number): boolean {
    const { auth } = this.#host
    if (this.#slots?.credentialId !== queued.credentialId || !this.#hasFree) return false
    // Slots that members leased in different commits may add up to more than P2 allows.
    return auth.refusal(queued, at) === undefined && auth.opensAt(queued, at) <= at
  }

  /** Whether calls like `like` can use them. */
  areFor(like: Pick<QueuedCall, 'credentialId'> | undefined): boolean {
    return like !== undefined && this.#slots !== undefined && this.#slots.credentialId === like.credentialId
  }

  /** Whether the member has leased slots. */
  get hasAny(): boolean {
    return this.#slots !== undefined
  }

  /** Whether no request uses one of them, or the slot of another permit that the member holds. */
  get hasIdle(): boolean {
    return this.#hasFree || this.#holdings.hasSpareSlot
  }

  get #hasFree(): boolean {
    return this.#slots !== undefined && this.#holdings.leasedInFlight < this.#slots.count
  }

  /** Whether requests use all of them, and calls that wait can use them afterwards. */
  get isServing(): boolean {
    return this.hasAny && !this.#hasFree && this.#holdings.hasSpareLeased
  }

  /** Whether other members waited for a slot at the last commit. */
  get othersWait(): boolean {
    return this.#othersWait
  }

  /** With which credential they can be used. */
  get credentialId(): string | undefined {
    return this.#slots?.credentialId
  }

  #limit(most: number): void {
    this.#slots = this.#slots && most > 0 ? { ...this.#slots, count: most } : undefined
  }
}
