/**
 * How long the fastest replies are remembered: as long as two honest clocks stay within 10 ms of
 * each other.
 */
const rememberedMs = 20_000

/**
 * Reckons the time of a Redis server from its replies. A reply's time was read after its command
 * was started, so the time now is at most that of the reply and what has passed since the start. Of
 * several replies the fastest knows best.
 */
export class ServerTime {
  /**
   * What the server's clock is ahead of ours by, at most: of the replies of this half of
   * `rememberedMs`, and of the last half.
   */
  #ahead = Infinity
  #aheadBefore = Infinity
  #halfStartedAt = 0
  #latest = 0

  /** The latest time that the server has told. */
  get latest(): number {
    return this.#latest
  }

  /** Learns from a reply to a command that was started at `startedAt` of our clock. */
  learn(time: number, startedAt: number): void {
    if (startedAt - this.#halfStartedAt > rememberedMs / 2) {
      this.#aheadBefore = startedAt - this.#halfStartedAt > rememberedMs ? Infinity : this.#ahead
      this.#ahead = Infinity
      this.#halfStartedAt = startedAt
    }
    this.#ahead = Math.min(this.#ahead, time - startedAt)
    this.#latest = Math.max(this.#latest, time)
  }

  /** The server's time when our clock shows `now`, at most. */
  at(now: number): number {
    return now + Math.min(this.#ahead, this.#aheadBefore)
  }
}
