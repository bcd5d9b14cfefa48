import type { Instants } from './InstantQueue.ts'
import { copyInstants, InstantQueue, mostExact, noInstants, roundUp } from './InstantQueue.ts'

/**
 * How far two honest clocks part in a window: 500 ppm, the fastest that NTP slews one, and a
 * millisecond of rounding.
 */
export function driftMs(windowMs: number): number {
  return 1 + windowMs / 2000
}

/** A large limit is kept by at least this many slices of its window: 99.6 % of it can be used. */
const slices = 256

/** Whole milliseconds, so that instants are. */
function sliceMs(windowMs: number): number {
  return Math.max(1, Math.floor(windowMs / slices))
}

/** Permits are kept for at most this many windows. */
const mostWindows = 8

/** The permits of a budget. A plain object, so that it can be stored as it is. */
export interface Permits {
  inFlight: number
  /** Permits that are set aside for outages of the store; left out if there are none. */
  reserved?: number
  /**
   * The lengths of the windows in which the permits count, of all members that share them, the
   * shortest first.
   */
  windowsMs: number[]
  /** When the response to each request came. */
  readonly answered: Instants
  /** When each request that was given up can no longer reach the server. */
  readonly lost: Instants
}

export function noPermits(): Permits {
  return { inFlight: 0, windowsMs: [], answered: noInstants(), lost: noInstants() }
}

export function copyPermits({ inFlight, reserved, windowsMs, answered, lost }: Permits): Permits {
  const copy: Permits = { inFlight, windowsMs, answered: copyInstants(answered), lost: copyInstants(lost) }
  if (reserved !== undefined) copy.reserved = reserved
  return copy
}

/** Requests that were given up, and that the server may still count. */
export interface Unheard {
  readonly count: number
  /** When the last of it can no longer reach the server. */
  readonly until: number
}

/**
 * The permits of one budget, whatever limits there are over them (P1). A permit is held from
 * sending until one window after its response, because the server counted the request at some
 * instant between the two. One without a response is held until `maxFlightMs` after the client gave
 * up, and a window. The size of the log is bounded, however large the limits are.
 */
export class PermitLog {
  maxFlightMs: number
  readonly state: Permits
  readonly #answered: InstantQueue
  readonly #lost: InstantQueue
  /** Those of this member. */
  #windowsMs: readonly number[] = []

  constructor(maxFlightMs: number, state: Permits = noPermits()) {
    this.maxFlightMs = maxFlightMs
    this.state = state
    this.#answered = new InstantQueue(state.answered)
    this.#lost = new InstantQueue(state.lost)
  }

  get inFlight(): number {
    return this.state.inFlight
  }

  get reserved(): number {
    return this.state.reserved ?? 0
  }

  /** Keeps the permits for these windows, besides those of other members. */
  keepFor(windowsMs: readonly number[]): void {
    this.#windowsMs = windowsMs
    const kept = this.state.windowsMs
    if (kept.length <= mostWindows && windowsMs.every((each) => kept.includes(each))) return
    const all = [...new Set([...windowsMs, ...kept])].sort((a, b) => a - b)
    // Without the shortest ones no permit comes free earlier.
    this.state.windowsMs = all.slice(-mostWindows)
  }

  sent(): void {
    this.state.inFlight += 1
  }

  settled(now: number): void {
    this.state.inFlight -= 1
    this.hold(now)
  }

  /** The request was not sent after all. */
  unsent(): void {
    this.state.inFlight -= 1
  }

  lost(now: number): void {
    this.state.inFlight -= 1
    this.holdUnheard(now, now + this.maxFlightMs)
  }

  /** Holds `count` permits for requests whose responses came at `now`. */
  hold(now: number, count = 1): void {
    this.#release(now)
    this.#answered.add(now, this.#sliceMs, count)
    this.#coarsen(now)
  }

  /** Holds a permit for a request that the server may count until `until`. */
  holdUnheard(now: number, until: number): void {
    this.#release(now)
    this.#lost.add(until, this.#sliceMs)
  }

  /**
   * Takes back a permit that `holdUnheard` holds: the end of its request will be known after all.
   */
  takeBack(now: number, until: number): void {
    this.#release(now)
    if (until > now) this.#lost.remove(until)
  }

  unheard(now: number): Unheard {
    this.#release(now)
    const count = this.#lost.size
    return { count, until: this.#lost.last ?? Number.NEGATIVE_INFINITY }
  }

  /** How many permits are not available at `now`, if they count in `windowMs`. */
  held(now: number, windowMs: number): number {
    return this.known(now, windowMs) + this.inFlight + this.reserved
  }

  /** How many of these are not in flight, so that it is known when they come free. */
  known(now: number, windowMs: number): number {
    this.#release(now)
    return this.#answered.size - this.#freed(now, windowMs) + this.#lost.size
  }

  /**
   * Returns when the known permit with `index` others before it comes free, or `undefined` if there
   * is none.
   */
  freeAt(index: number, now: number, windowMs: number): number | undefined {
    const instant = index < 0 ? undefined : this.#at(this.#freed(now, windowMs) + index)
    return instant === undefined ? undefined : instant + windowMs + driftMs(windowMs)
  }

  /** How many of the answered have come free, if they count in `windowMs`. */
  #freed(now: number, windowMs: number): number {
    return this.#answered.countUntil(now - windowMs - driftMs(windowMs))
  }

  /**
   * Both queues as one. They overlap only if a response was rounded up beyond a request that was
   * given up.
   */
  #at(index: number): number | undefined {
    if ((this.#lost.first ?? Infinity) >= (this.#answered.last ?? 0))
      return this.#answered.at(index) ?? this.#lost.at(index - this.#answered.size)
    const both = new InstantQueue()
    for (const { at, count } of [this.state.answered, this.state.lost])
      for (const [place, instant] of at.entries()) both.add(instant, 1, count[place])
    return both.at(index)
  }

  get #sliceMs(): number {
    return sliceMs(this.state.windowsMs[0] ?? 0)
  }

  #release(now: number): void {
    const passed = this.#lost.removeUntil(now)
    for (const [index, at] of passed.at.entries()) this.#answered.add(at, this.#sliceMs, passed.count[index])
    const longestMs = this.state.windowsMs.at(-1) ?? 0
    const freed = this.#answered.removeUntil(now - longestMs - driftMs(longestMs))
    // Other members add the windows again that they still need.
    if (freed.at.length > 0 && this.#isEmpty) this.state.windowsMs = [...this.#windowsMs]
  }

  get #isEmpty(): boolean {
    return this.inFlight === 0 && this.#answered.length === 0 && this.#lost.length === 0
  }

  /** Keeps what has come free in a shorter window by the slices of the next longer one. */
  #coarsen(now: number): void {
    const { windowsMs } = this.state
    if (windowsMs.length < 2 || this.#answered.length < mostExact + slices * (windowsMs.length + 1)) return
    this.#answered.round((at) => {
      let rounded = at
      for (const [index, longerMs] of windowsMs.slice(1).entries()) {
        const shorterMs = windowsMs[index] ?? 0
        const end = roundUp(at, sliceMs(longerMs))
        if (end > now - shorterMs - driftMs(shorterMs)) break
        rounded = end
      }
      return rounded
    })
  }
}
