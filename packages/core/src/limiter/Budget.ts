import type { Outcome, AdvertisedLimits } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import { isOurBudget } from './isOurBudget.ts'
import { Limits } from './Limits.ts'
import type { Permits, Unheard } from './PermitLog.ts'
import { noPermits, PermitLog } from './PermitLog.ts'
import { Window } from './Window.ts'

export interface BudgetOptions {
  /** The default limit, which holds until the API advertises one. */
  readonly assumed: Limit
  /** The limit that the user configured: a ceiling. */
  readonly given: Limit | undefined
  /** Share of the limit kept for `high` calls, 0 to 1. */
  readonly reserve: number
  readonly maxFlightMs: number
}

/** What is known of a budget. A plain object, so that it can be stored as it is. */
export interface BudgetState {
  /** Every limit that the server advertised. */
  stated: AdvertisedLimits['policies']
  readonly permits: Permits
}

export function noBudget(): BudgetState {
  return { stated: [], permits: noPermits() }
}

/** The permits of one account, and the limits over them. Each limit must have room. */
export class Budget implements Rule {
  reserve: number
  readonly limits: Limits
  #maxFlightMs: number
  #state: BudgetState
  #log: PermitLog
  /** One for each limit. */
  #windows: Window[] = []

  constructor({ assumed, given, reserve, maxFlightMs }: BudgetOptions, state: BudgetState = noBudget()) {
    this.reserve = reserve
    this.#maxFlightMs = maxFlightMs
    this.limits = new Limits(assumed, given)
    this.#state = state
    this.#log = this.#load(state)
  }

  get state(): BudgetState {
    return this.#state
  }

  /** Goes on from what another member knows. */
  set state(state: BudgetState) {
    this.#state = state
    this.#log = this.#load(state)
  }

  get tightened(): number {
    return this.limits.tightened
  }

  set maxFlightMs(value: number) {
    this.#maxFlightMs = value
    this.#log.maxFlightMs = value
  }

  /** The longest window there is. */
  get longestMs(): number {
    return Math.max(...this.limits.all.map(({ windowMs }) => windowMs))
  }

  /** The fewest requests that any of the limits allows. */
  get fewest(): number {
    return Math.min(...this.limits.all.map(({ requests }) => requests))
  }

  /** The limit with the fewest permits left. */
  limit(now: number): Limit {
    return this.#tightest(now).limit
  }

  /** `spare`: how many of the permits in flight are held for calls to come. */
  remaining(now: number, spare = 0): number {
    return Math.max(0, this.#tightest(now).room(now) + spare)
  }

  /**
   * When the permits of that limit come free: the first and the last of those whose responses are
   * known. Time alone leaves the others with more and never with fewer, so that until the first no
   * other limit takes its place.
   */
  freeAt(now: number): { first: number | undefined; last: number | undefined } {
    return this.#tightest(now).freeAt(now)
  }

  get inFlight(): number {
    return this.#log.inFlight
  }

  /** Permits that are set aside for outages of the store. */
  get reserved(): number {
    return this.#log.reserved
  }

  unheard(now: number): Unheard {
    return this.#log.unheard(now)
  }

  held(now: number): number {
    return this.#log.held(now, this.longestMs)
  }

  /** Until when a permit is held that is not in flight, or 0. */
  heldUntil(now: number): number {
    const { longestMs } = this
    return this.#log.freeAt(this.#log.known(now, longestMs) - 1, now, longestMs) ?? 0
  }

  opensAt(call: Call, now: number, ahead: number): number {
    let at = Number.NEGATIVE_INFINITY
    for (const window of this.#windows)
      at = Math.max(at, window.opensAt(now, ahead, this.#usable(call, window)))
    return at
  }

  reason(): WaitReason {
    return 'limit'
  }

  sent(): void {
    this.#log.sent()
  }

  settled(call: Call, outcome: Outcome, now: number): void {
    if (outcome.kind === 'lost') this.#log.lost(now)
    else if (outcome.kind === 'unsent') this.#log.unsent()
    else this.#log.settled(now)
    // `fetch` itself sends a request again after a 421 (Fetch standard, "HTTP-network-or-cache
    // fetch", step 15).
    if ('status' in outcome && outcome.status === 421) this.#log.hold(now)
    if ('advertised' in outcome && outcome.advertised && isOurBudget(call, outcome))
      this.#learn(outcome.advertised.policies)
  }

  /**
   * Holds a permit for a request with a credential if the server may have counted it here: a 401 or
   * 403 against the address (CONTRACT, "Does a refused request count?"). A missing response may
   * have been one.
   */
  charge({ kind }: Outcome, now: number): void {
    if (kind === 'rejected' || kind === 'locked' || kind === 'forbidden') this.#log.hold(now)
    if (kind === 'lost') this.hold(now, now + this.#maxFlightMs)
  }

  /** A member that vanished had sent a request: the server may count it until `until`. */
  abandoned(now: number, until: number): void {
    this.#log.unsent()
    this.hold(now, until)
  }

  /** Holds a permit for a request that the server may count until `until`. */
  hold(now: number, until: number): void {
    this.#log.holdUnheard(now, until)
  }

  /** Takes back what `hold` holds: the end of the request will be known after all. */
  takeBack(now: number, until: number): void {
    this.#log.takeBack(now, until)
  }

  /**
   * Another client on the same account has configured a limit, too. The stricter of the two holds.
   */
  give(limit: Limit): void {
    this.limits.configure(limit)
    this.#watch(this.#log)
  }

  /** How many permits may be held when `call` is sent. */
  #usable({ level }: Call, { limit: { requests } }: Window): number {
    if (level <= 0 || this.reserve === 0) return requests
    return Math.max(1, requests - Math.round(requests * this.reserve))
  }

  #learn(advertised: AdvertisedLimits['policies']): void {
    if (advertised.length === 0) return
    this.#state.stated = this.limits.learn(advertised)
    this.#watch(this.#log)
  }

  #load({ stated, permits }: BudgetState): PermitLog {
    this.limits.learn(stated)
    const log = new PermitLog(this.#maxFlightMs, permits)
    this.#watch(log)
    return log
  }

  /** Puts the limits over the log. */
  #watch(log: PermitLog): void {
    log.keepFor(this.limits.all.map(({ windowMs }) => windowMs))
    this.#windows = this.limits.all.map((limit) => new Window(limit, log))
  }

  #tightest(now: number): Window {
    return this.#windows.reduce((least, each) => (each.room(now) < least.room(now) ? each : least))
  }
}
