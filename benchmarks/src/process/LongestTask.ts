/** Measures the longest time for which the event loop did not turn. */
export class LongestTask {
  #longestMs = 0
  #turnedAt = performance.now()
  #isOver = false

  constructor() {
    this.#turn()
  }

  /** Ends the measurement, and returns the longest time in ms. */
  stop(): number {
    this.#isOver = true
    this.#note()
    return this.#longestMs
  }

  #turn(): void {
    setImmediate(() => {
      if (this.#isOver) return
      this.#note()
      this.#turn()
    })
  }

  #note(): void {
    const now = performance.now()
    this.#longestMs = Math.max(this.#longestMs, now - this.#turnedAt)
    this.#turnedAt = now
  }
}
