import type { Limit } from '../contract/Limit.ts'
import type { PermitLog } from './PermitLog.ts'

/** A limit over the permits of a budget. */
export class Window {
  readonly limit: Limit
  readonly #log: PermitLog

  constructor(limit: Limit, log: PermitLog) {
    this.limit = limit
    this.#log = log
  }

  /** Permits not available at `now`. */
  held(now: number): number {
    return this.#log.held(now, this.limit.windowMs)
  }

  /** How many permits are left. Negative if more are held than a limit that was lowered allows. */
  room(now: number): number {
    return this.limit.requests - this.held(now)
  }

  /**
   * The earliest instant at which a request that needs less than `usable` permits held could be
   * sent after `ahead` others, which may use all of them.
   */
  opensAt(now: number, ahead: number, usable: number = this.limit.requests): number {
    const { requests, windowMs } = this.limit
    const held = this.held(now)
    // How many must come free first. Those that are not even held yet take a window of their own
    // for each `requests` of them.
    const missing = held + ahead + 1 - usable
    const windows = Math.max(0, Math.ceil((missing - held) / requests))
    const index = missing - windows * requests - 1
    const firstAt = index < 0 ? now : (this.#log.freeAt(index, now, windowMs) ?? now + windowMs)
    return firstAt + windows * windowMs
  }

  /** When the first and the last of the permits come free that are not in flight. */
  freeAt(now: number): { first: number | undefined; last: number | undefined } {
    const { windowMs } = this.limit
    const known = this.#log.known(now, windowMs)
    return {
      first: this.#log.freeAt(0, now, windowMs),
      last: this.#log.freeAt(known - 1, now, windowMs),
    }
  }
}
