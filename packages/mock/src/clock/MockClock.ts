/** A source of time in epoch milliseconds. */
export interface Clock {
  now(): number
}

// Read once, as it never changes and its getter is slow.
const { timeOrigin } = performance

/** The machine's time in whole milliseconds. It never runs backwards. */
const machineClock: Clock = { now: () => Math.floor(timeOrigin + performance.now()) }

/**
 * The end of the year 9999, which ends the mock's time. A Date field cannot show a later instant
 * (RFC 9110 section 5.6.7).
 */
export const lastInstant = Date.UTC(10_000, 0) - 1

/** A clock that can be moved, stopped and sped up. It does not change its source. */
export class MockClock implements Clock {
  readonly #source: Clock
  #sourceAt: number
  #at: number
  #scale = 1
  #frozen = false
  readonly #listeners = new Set<() => void>()

  constructor(source: Clock = machineClock) {
    this.#source = source
    this.#sourceAt = source.now()
    this.#at = this.#sourceAt
  }

  now(): number {
    if (this.#frozen) return this.#at
    return Math.min(lastInstant, Math.floor(this.#at + (this.#source.now() - this.#sourceAt) * this.#scale))
  }

  get frozen(): boolean {
    return this.#frozen
  }

  get scale(): number {
    return this.#scale
  }

  /**
   * Calls back after time was moved, stopped, resumed, scaled or reset. Returns a function that
   * unsubscribes.
   */
  onMove(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Moves time forward.
   * @throws {RangeError} if `ms` is negative, or leads past the year 9999
   */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`advance: expected 0 or more milliseconds, but "${ms}" was given.`)
    this.#rebase()
    if (this.#at + ms > lastInstant)
      throw new RangeError(
        `advance: time ends with the year 9999, but "${ms}" milliseconds go past it. Advance by less, or reset the mock first.`,
      )
    this.#at += ms
    this.#moved()
  }

  freeze(): void {
    this.#rebase()
    this.#frozen = true
    this.#moved()
  }

  resume(): void {
    this.#rebase()
    this.#frozen = false
    this.#moved()
  }

  /**
   * Sets the speed of time.
   * @throws {RangeError} if the scale is not a number above 0
   */
  setScale(scale: number): void {
    if (!(scale > 0 && Number.isFinite(scale)))
      throw new RangeError(
        `scale: expected a finite factor above 0, but "${scale}" was given. Use freeze() to stop time.`,
      )
    this.#rebase()
    this.#scale = scale
    this.#moved()
  }

  /** Returns to the time of the source. */
  reset(): void {
    this.#sourceAt = this.#source.now()
    this.#at = this.#sourceAt
    this.#scale = 1
    this.#frozen = false
    this.#moved()
  }

  #moved(): void {
    for (const listener of this.#listeners) listener()
  }

  /** Counts later time from the present instant. */
  #rebase(): void {
    this.#at = this.now()
    this.#sourceAt = this.#source.now()
  }
}
