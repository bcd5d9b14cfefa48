/** First in, first out, for instants that never decrease: 8 bytes each, every operation O(1). */
export class InstantQueue {
  #ring = new Float64Array(16)
  #head = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  push(instant: number): void {
    if (this.#size === this.#ring.length) this.#grow()
    this.#ring[(this.#head + this.#size) & (this.#ring.length - 1)] = instant
    this.#size += 1
  }

  /** The instant with `index` before it; `undefined` before the first and past the last. */
  at(index: number): number | undefined {
    return index >= 0 && index < this.#size
      ? this.#ring[(this.#head + index) & (this.#ring.length - 1)]
      : undefined
  }

  shift(): void {
    this.#head = (this.#head + 1) & (this.#ring.length - 1)
    this.#size -= 1
  }

  /** Adds instants from anywhere in between. O(n log n), for rare occasions. */
  merge(instants: Iterable<number>): void {
    this.replace([...this, ...instants])
  }

  /** Has these instants from now on, in whatever order they come. */
  replace(instants: Iterable<number>): void {
    const all = [...instants].sort((a, b) => a - b)
    this.#head = 0
    this.#size = 0
    for (const instant of all) this.push(instant)
  }

  *[Symbol.iterator](): Generator<number> {
    for (let index = 0; index < this.#size; index += 1) {
      const instant = this.at(index)
      if (instant !== undefined) yield instant
    }
  }

  #grow(): void {
    const larger = new Float64Array(this.#ring.length * 2)
    for (let index = 0; index < this.#size; index += 1) larger[index] = this.at(index) ?? 0
    this.#ring = larger
    this.#head = 0
  }
}
