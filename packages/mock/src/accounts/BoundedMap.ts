/** A map of at most `capacity` values. It removes idle values as it grows. */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>()
  readonly #capacity: number
  readonly #isIdle: (value: Value, now: number) => boolean

  constructor(capacity: number, isIdle: (value: Value, now: number) => boolean) {
    this.#capacity = capacity
    this.#isIdle = isIdle
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key)
  }

  add(key: string, value: Value, now: number): void {
    this.#sweep(now)
    if (this.#entries.size >= this.#capacity) this.#dropFirst()
    this.#entries.set(key, value)
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }

  /** Yields the entries that are not idle. */
  *active(now: number): Generator<[string, Value]> {
    for (const entry of this.#entries) if (!this.#isIdle(entry[1], now)) yield entry
  }

  /**
   * Removes up to two idle entries. Two for each new entry remove idle ones faster than new ones
   * arrive, at constant cost.
   */
  #sweep(now: number): void {
    for (let looks = 0; looks < 2; looks++) {
      const first = this.#entries.entries().next()
      if (first.done) return
      const [key, value] = first.value
      this.#entries.delete(key)
      if (!this.#isIdle(value, now)) this.#entries.set(key, value)
    }
  }

  #dropFirst(): void {
    const first = this.#entries.keys().next()
    if (!first.done) this.#entries.delete(first.value)
  }
}
