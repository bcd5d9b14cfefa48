/** Where the time comes from, in epoch milliseconds. */
export interface Clock {
  now(): number
}

// Read once: it never changes, and its getter costs more than all the rest of `now`.
const { timeOrigin } = performance

/** The machine's time, never going back, in whole milliseconds. */
const machineClock: Clock = { now: () => Math.floor(timeOrigin + performance.now()) }

/** The end of the year 9999, and of the mock's time: no later one can be written into a Date field (RFC 9110 section 5.6.7). */
export const lastInstant = Date.UTC(10_000, 0) - 1

/** A source of time that can be moved, stopped and sped up without touching the source. */
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

  /** Calls back after time was moved, stopped, resumed, scaled or reset; returns how to stop. */
  onMove(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @throws {RangeError} if that is back, or past the year 9999 */
  advance(ms: number): void {
    if (!(ms >= 0))
      throw new RangeError(`advance: milliseconds of 0 or more are needed, but "${ms}" was given.`)
    this.#rebase()
    if (this.#at + ms > lastInstant)
      throw new RangeError(
        `advance: time ends with the year 9999, but "${ms}" milliseconds lead past it. Move it by less, or reset the mock first.`,
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

  /** @throws {RangeError} if it is no factor above 0 */
  setScale(scale: number): void {
    if (!(scale > 0 && Number.isFinite(scale)))
      throw new RangeError(
        `scale: a finite factor above 0 is needed, but "${scale}" was given. To stop time, freeze it.`,
      )
    this.#rebase()
    this.#scale = scale
    this.#moved()
  }

  /** Back to the source's own time. */
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

  /** Makes the present instant the one that later time is counted from. */
  #rebase(): void {
    this.#at = this.now()
    this.#sourceAt = this.#source.now()
  }
}
