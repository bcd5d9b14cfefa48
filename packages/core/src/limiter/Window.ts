import type { Limit } from '../contract/Limit.ts'
import type { Instants } from './InstantQueue.ts'
import { InstantQueue, noInstants } from './InstantQueue.ts'

/** How far two honest clocks part in a window: 500 ppm, the fastest that NTP slews one, and a millisecond of rounding. */
export function driftMs(windowMs: number): number {
  return 1 + windowMs / 2000
}

/** A large limit is kept by this many slices of its window: 99.6 % of it can be used. */
const slices = 256

/** The permits that are held. A plain object, so that it can be stored as it is. */
export interface Permits {
  inFlight: number
  /** When the response to each request came. */
  readonly answered: Instants
  /** When each request that was given up can no longer reach the server. */
  readonly lost: Instants
}

export function noPermits(): Permits {
  return { inFlight: 0, answered: noInstants(), lost: noInstants() }
}

/** What was given up and the server may still come to count. */
export interface Unheard {
  readonly count: number
  /** When the last of it can no longer reach the server. */
  readonly until: number
}

/**
 * The permits of one limit (P1). A permit is held from sending until one window after its response, because the server
 * counted the request at some instant between the two. One without a response is held until `maxFlightMs` after the client
 * gave up, and a window. Its size is bounded, however large the limit is.
 */
export class Window {
  limit: Limit
  maxFlightMs: number
  readonly state: Permits
  readonly #answered: InstantQueue
  readonly #lost: InstantQueue

  constructor(limit: Limit, maxFlightMs: number, state: Permits = noPermits()) {
    this.limit = limit
    this.maxFlightMs = maxFlightMs
    this.state = state
    this.#answered = new InstantQueue(state.answered)
    this.#lost = new InstantQueue(state.lost)
  }

  get inFlight(): number {
    return this.state.inFlight
  }

  unheard(now: number): Unheard {
    this.#release(now)
    const count = this.#lost.size
    return { count, until: this.#lost.at(count - 1) ?? Number.NEGATIVE_INFINITY }
  }

  /** Permits not available at `now`. */
  held(now: number): number {
    this.#release(now)
    return this.#answered.size + this.#lost.size + this.inFlight
  }

  /**
   * The earliest instant at which a request that needs less than `usable` permits held could leave after `ahead` others,
   * which may use all of them.
   */
  opensAt(now: number, ahead: number, usable: number = this.limit.requests): number {
    const { requests, windowMs } = this.limit
    const held = this.held(now)
    // How many must come free first. Those that are not even held yet take a window of their own for each `requests` of them.
    const missing = held + ahead + 1 - usable
    const windows = Math.max(0, Math.ceil((missing - held) / requests))
    const index = missing - windows * requests - 1
    const firstAt = index < 0 ? now : (this.#freeAt(index) ?? now + windowMs)
    return firstAt + windows * windowMs
  }

  /** When the first and the last of the permits come free that are not in flight. */
  freeAt(now: number): { first: number | undefined; last: number | undefined } {
    const known = this.held(now) - this.inFlight
    return { first: this.#freeAt(0), last: this.#freeAt(known - 1) }
  }

  sent(): void {
    this.state.inFlight += 1
  }

  settled(now: number): void {
    this.state.inFlight -= 1
    this.hold(now)
  }

  /** It was not sent after all. */
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
  }

  /** Holds `count` permits for requests that the server may count until `until`. */
  holdUnheard(now: number, until: number, count = 1): void {
    this.#release(now)
    this.#lost.add(until, this.#sliceMs, count)
  }

  /** Takes back a permit that `holdUnheard` holds: the end of its request will be known after all. */
  takeBack(now: number, until: number): void {
    this.#release(now)
    if (until > now) this.#lost.remove(until)
  }

  /** A window of another limit that holds the same permits, in flight included. */
  copyTo(windowMs: number): Permits {
    const copy = new Window({ requests: 0, windowMs }, this.maxFlightMs)
    copy.state.inFlight = this.inFlight
    for (const [index, at] of this.state.answered.at.entries())
      copy.#answered.add(at, copy.#sliceMs, this.state.answered.count[index])
    for (const [index, at] of this.state.lost.at.entries())
      copy.#lost.add(at, copy.#sliceMs, this.state.lost.count[index])
    return copy.state
  }

  get #sliceMs(): number {
    return this.limit.windowMs / slices
  }

  /** When the held permit with `index` others before it comes free; `undefined`: it is still in flight. */
  #freeAt(index: number): number | undefined {
    const instant = this.#nth(index)
    return instant === undefined ? undefined : instant + this.limit.windowMs + driftMs(this.limit.windowMs)
  }

  /** Both queues as one. They overlap only if a response was rounded up beyond a request that was given up. */
  #nth(index: number): number | undefined {
    const { answered, lost } = this.state
    const firstLost = this.#lost.first
    if (firstLost === undefined || firstLost >= (answered.at.at(-1) ?? 0))
      return this.#answered.at(index) ?? this.#lost.at(index - this.#answered.size)
    const both = new InstantQueue()
    for (const { at, count } of [answered, lost])
      for (const [place, instant] of at.entries()) both.add(instant, 1, count[place])
    return both.at(index)
  }

  #release(now: number): void {
    const passed = this.#lost.removeUntil(now)
    for (const [index, at] of passed.at.entries()) this.#answered.add(at, this.#sliceMs, passed.count[index])
    this.#answered.removeUntil(now - this.limit.windowMs - driftMs(this.limit.windowMs))
  }
}
