import type { Limit } from '../contract/Limit.ts'
import { InstantQueue } from './InstantQueue.ts'

/** How far two honest clocks part in a window: 500 ppm, the fastest that NTP slews one, and a millisecond of rounding. */
function driftMs(windowMs: number): number {
  return 1 + windowMs / 2000
}

/** Permits that are held and not in flight. */
export interface Permits {
  /** When each request was answered. */
  readonly answeredAt: readonly number[]
  /** When each request that was given up can no longer reach the server. */
  readonly lostUntil: readonly number[]
}

/** What was given up and the server may still come to count. */
export interface Unheard {
  readonly count: number
  /** When the last of it can no longer reach the server. */
  readonly until: number
}

/**
 * The permits of one limit (P1). A permit is held from sending until one window after its answer, because the server
 * counted the request at some instant between the two. One that was never answered is held until `maxFlightMs` after it
 * was given up, and a window. Every operation is O(1), a permit 8 bytes.
 */
export class Window {
  limit: Limit
  /** Only ever grows, so that the lost come free in order. */
  maxFlightMs: number
  /** Permits in flight of other members that share the budget: how each ends is for its member to say. */
  elsewhere = 0
  #inFlight = 0
  /** When each answered request was answered. */
  readonly #answeredAt = new InstantQueue()
  /** When each request that was given up can no longer reach the server. */
  readonly #lostUntil = new InstantQueue()

  constructor(limit: Limit, maxFlightMs: number) {
    this.limit = limit
    this.maxFlightMs = maxFlightMs
  }

  get inFlight(): number {
    return this.#inFlight + this.elsewhere
  }

  get inFlightHere(): number {
    return this.#inFlight
  }

  /** What is held and not in flight. */
  snapshot(now: number): Permits {
    this.#release(now)
    return { answeredAt: [...this.#answeredAt], lostUntil: [...this.#lostUntil] }
  }

  /** Goes on from what is held and not in flight here. */
  restore({ answeredAt, lostUntil }: Permits, elsewhere: number): void {
    this.elsewhere = elsewhere
    this.#answeredAt.replace(answeredAt)
    this.#lostUntil.replace(lostUntil)
  }

  unheard(now: number): Unheard {
    this.#release(now)
    const count = this.#lostUntil.size
    return { count, until: this.#lostUntil.at(count - 1) ?? Number.NEGATIVE_INFINITY }
  }

  /** Permits not available at `now`. */
  held(now: number): number {
    this.#release(now)
    return this.#answeredAt.size + this.#lostUntil.size + this.inFlight
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
    this.#inFlight += 1
  }

  settled(now: number): void {
    this.#release(now)
    this.#inFlight -= 1
    this.#answeredAt.push(now)
  }

  /** It never left after all. */
  unsent(): void {
    this.#inFlight -= 1
  }

  lost(now: number): void {
    this.#inFlight -= 1
    this.#lostUntil.push(now + this.maxFlightMs)
  }

  /** Holds from now on what `other` holds, in flight included. */
  absorb(other: Window, now: number): void {
    // Nobody can have been answered later than a lost one that is still counted: the queues stay in order.
    this.#release(now)
    other.#release(now)
    this.#inFlight += other.#inFlight
    this.#answeredAt.merge(other.#answeredAt)
    this.#lostUntil.merge(other.#lostUntil)
  }

  /** A window of another limit that holds the same permits, in flight included. */
  copy(limit: Limit): Window {
    const copy = new Window(limit, this.maxFlightMs)
    copy.elsewhere = this.elsewhere
    copy.#inFlight = this.#inFlight
    copy.#answeredAt.merge(this.#answeredAt)
    copy.#lostUntil.merge(this.#lostUntil)
    return copy
  }

  /** When the held permit with `index` others before it comes free; `undefined`: it is still in flight. */
  #freeAt(index: number): number | undefined {
    const instant = this.#answeredAt.at(index) ?? this.#lostUntil.at(index - this.#answeredAt.size)
    return instant === undefined ? undefined : instant + this.limit.windowMs + driftMs(this.limit.windowMs)
  }

  #release(now: number): void {
    for (let at = this.#lostUntil.at(0); at !== undefined && at <= now; at = this.#lostUntil.at(0)) {
      this.#lostUntil.shift()
      this.#answeredAt.push(at)
    }
    const heldMs = this.limit.windowMs + driftMs(this.limit.windowMs)
    for (
      let at = this.#answeredAt.at(0);
      at !== undefined && at + heldMs <= now;
      at = this.#answeredAt.at(0)
    ) {
      this.#answeredAt.shift()
    }
  }
}
