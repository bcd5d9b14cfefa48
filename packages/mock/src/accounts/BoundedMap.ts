/** A map of idle things that come and go: forgets what is idle as it grows, and never holds more than `capacity`. */
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

  /** The entries that are not idle. */
  *active(now: number): Generator<[string, Value]> {
    for (const entry of this.#entries) if (!this.#isIdle(entry[1], now)) yield entry
  }

  /** Looks at the two first: two for each that comes, so the idle go faster than others arrive, at constant cost. */
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
