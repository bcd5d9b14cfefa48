import type { Outcome, AdvertisedLimits } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'
import type { Limit, LimitSource } from '../contract/Limit.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import { isOurBudget } from './isOurBudget.ts'
import type { Permits, Unheard } from './Window.ts'
import { noPermits, Window } from './Window.ts'

export interface BudgetOptions {
  /** What we assume as long as nobody says otherwise. */
  readonly assumed: Limit
  /** What the user gave: a ceiling. */
  readonly given: Limit | undefined
  /** Share of the limit kept for `high` calls, 0 to 1. */
  readonly reserve: number
  readonly maxFlightMs: number
}

/** What is known of a budget. A plain object, so that it can be stored as it is. */
export interface BudgetState {
  /** Every limit that the server advertised. */
  stated: AdvertisedLimits['policies']
  /** The permits that count in each window, by its length in ms. Each holds them all. */
  readonly windows: Record<string, Permits>
}

export function noBudget(): BudgetState {
  return { stated: [], windows: {} }
}

/** More stated policies than this are ignored: nobody has them, and each costs memory. */
const maxWindows = 4

/** The permits of one account: a window for each limit that is given or stated, all of which must have room. */
export class Budget implements Rule {
  reserve: number
  tightened = 0
  #state: BudgetState
  /** Those that limit this client. */
  readonly #windows: [Window, ...Window[]]
  /** Those that limit only other members of the store: they count the same permits. */
  #others: Window[] = []
  readonly #given: Limit[]
  #source: LimitSource
  /** The most that a statement which leaves its window out may raise the first limit to: it may be of a shorter window. */
  #known: number

  constructor({ assumed, given, reserve, maxFlightMs }: BudgetOptions, state: BudgetState = noBudget()) {
    this.reserve = reserve
    this.#given = given ? [given] : []
    this.#source = given ? 'configured' : 'default'
    this.#windows = [new Window(given ?? assumed, maxFlightMs)]
    this.#known = this.#windows[0].limit.requests
    this.#state = state
    this.#load()
  }

  get state(): BudgetState {
    return this.#state
  }

  /** Goes on from what another member knows. */
  set state(state: BudgetState) {
    this.#state = state
    this.#load()
  }

  /** The longest limit that the API has advertised, if the default is longer and so holds beside it. */
  get shorterThanDefault(): Limit | undefined {
    if (this.#source !== 'default') return undefined
    const [, ...advertised] = this.#windows.map(({ limit }) => limit)
    return advertised.sort((a, b) => b.windowMs - a.windowMs)[0]
  }

  /** The limit that holds until the API advertises one for as long a window. */
  get defaultLimit(): Limit {
    return this.#windows[0].limit
  }

  get source(): LimitSource {
    return this.#source
  }

  set maxFlightMs(value: number) {
    for (const window of this.#all) window.maxFlightMs = value
  }

  /** The longest window there is. */
  get longestMs(): number {
    return Math.max(...this.#windows.map(({ limit }) => limit.windowMs))
  }

  /** The limit with the fewest permits left. */
  limit(now: number): Limit {
    return this.#tightest(now).limit
  }

  remaining(now: number): number {
    return Math.max(0, room(this.#tightest(now), now))
  }

  /**
   * When the permits of that limit come free: the first and the last of those whose answers are known. Time alone leaves
   * the others with more and never with fewer, so that until the first no other limit takes its place.
   */
  freeAt(now: number): { first: number | undefined; last: number | undefined } {
    return this.#tightest(now).freeAt(now)
  }

  get inFlight(): number {
    return this.#windows[0].inFlight
  }

  unheard(now: number): Unheard {
    return this.#windows[0].unheard(now)
  }

  held(now: number): number {
    return this.#longest.held(now)
  }

  /** Until when anything is held that is not in flight; 0: nothing is. */
  heldUntil(now: number): number {
    return this.#longest.freeAt(now).last ?? 0
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
    for (const window of this.#all) window.sent()
  }

  settled(call: Call, outcome: Outcome, now: number): void {
    for (const window of this.#all) {
      if (outcome.kind === 'lost') window.lost(now)
      else if (outcome.kind === 'unsent') window.unsent()
      else window.settled(now)
    }
    // `fetch` itself sends a request again after a 421 (Fetch standard, "HTTP-network-or-cache fetch", step 15).
    if ('status' in outcome && outcome.status === 421) for (const window of this.#all) window.hold(now)
    if ('advertised' in outcome && outcome.advertised && isOurBudget(call, outcome))
      this.#learn(outcome.advertised.policies)
  }

  /**
   * Holds a permit for what left with a credential if the server may have counted it here: a 401 or 403 against the address
   * (CONTRACT, "Does a refused request count?"), and what nobody heard the end of may have been one.
   */
  charge({ kind }: Outcome, now: number): void {
    if (kind !== 'rejected' && kind !== 'locked' && kind !== 'forbidden' && kind !== 'lost') return
    for (const window of this.#all) {
      if (kind === 'lost') window.holdUnheard(now, now + window.maxFlightMs)
      else window.hold(now)
    }
  }

  /** A member that vanished had sent a request: the server may count it until `until`. */
  abandoned(now: number, until: number): void {
    for (const window of this.#all) window.unsent()
    this.hold(now, until)
  }

  /** Holds a permit for a request that the server may count until `until`. */
  hold(now: number, until: number): void {
    for (const window of this.#all) window.holdUnheard(now, until)
  }

  /** Takes back what `hold` holds: the end of the request will be known after all. */
  takeBack(now: number, until: number): void {
    for (const window of this.#all) window.takeBack(now, until)
  }

  /** Another client on the same account gives a limit too: the stricter of the two holds. */
  give(limit: Limit): void {
    if (this.#given.some((given) => sameLimit(given, limit))) return
    this.#given.push(limit)
    if (this.#source === 'default') {
      this.#source = 'configured'
      this.#set(this.#windows[0], limit)
      this.#known = limit.requests
      return
    }
    const window = this.#windows.find((each) => each.limit.windowMs === limit.windowMs)
    if (window === undefined) this.#addWindow(limit)
    else if (limit.requests < window.limit.requests) this.#set(window, limit)
  }

  /** How many permits may be held when `call` has left. */
  #usable({ level }: Call, { limit: { requests } }: Window): number {
    if (level <= 0 || this.reserve === 0) return requests
    return Math.max(1, requests - Math.round(requests * this.reserve))
  }

  #learn(stated: AdvertisedLimits['policies']): void {
    // Of several for one window the strictest is the last, and holds.
    const policies = stated.slice(0, maxWindows).sort((a, b) => b.requests - a.requests)
    if (policies.length > 0) this.#state.stated = policies
    for (const policy of policies) {
      const windowMs = policy.windowMs ?? this.#windows[0].limit.windowMs
      const window = this.#windows.find((each) => each.limit.windowMs === windowMs)
      const ceiling = this.#given
        .filter((given) => given.windowMs === windowMs)
        .reduce((least, given) => Math.min(least, given.requests), Infinity)
      const most = policy.windowMs === undefined ? Math.min(ceiling, this.#known) : ceiling
      const limit = { requests: Math.min(policy.requests, most), windowMs }
      if (window) this.#set(window, limit)
      // The first window is only a default. The API knows better, unless it states a shorter window: then both may hold.
      else if (this.#source === 'default' && windowMs >= this.#windows[0].limit.windowMs)
        this.#set(this.#windows[0], limit)
      else if (this.#windows.length < maxWindows) this.#addWindow(limit)
      if (policy.windowMs === this.#windows[0].limit.windowMs) this.#known = limit.requests
      const isBesideDefault = this.#source === 'default' && windowMs < this.#windows[0].limit.windowMs
      if (policy.requests < ceiling && policy.requests <= most && !isBesideDefault)
        this.#source = 'advertised'
    }
  }

  /** Windows that count in `state`: those of this client, and those of other members. */
  get #all(): Window[] {
    return [...this.#windows, ...this.#others]
  }

  #load(): void {
    const { stated, windows } = this.#state
    for (const [index, { limit, maxFlightMs }] of this.#windows.entries())
      this.#windows[index] = this.#window(limit, maxFlightMs)
    this.#learn(stated)
    const [{ maxFlightMs }] = this.#windows
    const ours = new Set(this.#windows.map(({ limit }) => limit.windowMs))
    this.#others = []
    for (const [key, permits] of Object.entries(windows)) {
      const windowMs = Number(key)
      if (ours.has(windowMs)) continue
      if (isEmpty(permits)) delete windows[key]
      else this.#others.push(this.#window({ requests: Infinity, windowMs }, maxFlightMs))
    }
  }

  /** One of the windows that limited only others limits this client too from now on, or a new one. */
  #adopt(limit: Limit, maxFlightMs: number): Window {
    this.#others = this.#others.filter((other) => other.limit.windowMs !== limit.windowMs)
    return this.#window(limit, maxFlightMs)
  }

  /** A window that counts what is held already. */
  #window(limit: Limit, maxFlightMs: number): Window {
    const { windows } = this.#state
    const longest = Math.max(...Object.keys(windows).map(Number))
    const known = windows[longest]
    const state =
      windows[limit.windowMs] ??
      (known
        ? new Window({ requests: 0, windowMs: longest }, maxFlightMs, known).copyTo(limit.windowMs)
        : noPermits())
    windows[limit.windowMs] = state
    return new Window(limit, maxFlightMs, state)
  }

  #set(window: Window, limit: Limit): void {
    const { requests, windowMs } = window.limit
    if (limit.windowMs === windowMs) window.limit = limit
    else {
      const index = this.#windows.indexOf(window)
      this.#windows[index] = this.#adopt(limit, window.maxFlightMs)
      window.limit = { requests: Infinity, windowMs }
      this.#others.push(window)
    }
    if (limit.requests < requests || limit.windowMs > windowMs) this.tightened += 1
  }

  /** Holds whatever any of them holds. */
  get #longest(): Window {
    return this.#windows.reduce((longest, each) =>
      each.limit.windowMs > longest.limit.windowMs ? each : longest,
    )
  }

  /** A window that nobody knew of: whatever is held may count in it too. */
  #addWindow(limit: Limit): void {
    this.#windows.push(this.#adopt(limit, this.#longest.maxFlightMs))
    this.tightened += 1
  }

  #tightest(now: number): Window {
    return this.#windows.reduce((least, each) => (room(each, now) < room(least, now) ? each : least))
  }
}

/** How many permits of a window are left; fewer than none where its limit was lowered. */
function room(window: Window, now: number): number {
  return window.limit.requests - window.held(now)
}

function isEmpty({ inFlight, answered, lost }: Permits): boolean {
  return inFlight === 0 && answered.at.length === 0 && lost.at.length === 0
}

function sameLimit(a: Limit, b: Limit): boolean {
  return a.requests === b.requests && a.windowMs === b.windowMs
}
