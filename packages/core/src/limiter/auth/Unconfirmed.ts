export interface Doubt {
  readonly credential: string
  /** When its answer came, or it was given up. */
  readonly endedAt: number
  /** From when on the server cannot count it any more. */
  readonly until: number
  readonly isRejection: boolean
}

/** How long the server may remember an invalid attempt ("a short period", CONTRACT C7), as long as its clock may make of it. */
export const doubtMs = 60_000 * 1.0005 + 1

/**
 * The attempts at one origin that the server may have counted as invalid: those it rejected, and those whose answer
 * nobody heard.
 */
export class Doubts {
  #doubts: Doubt[] = []

  add(doubt: Doubt): void {
    this.#doubts.push(doubt)
  }

  snapshot(now: number): readonly Doubt[] {
    this.#forget(now)
    return this.#doubts
  }

  restore(doubts: readonly Doubt[]): void {
    this.#doubts = [...doubts]
  }

  count(now: number): number {
    this.#forget(now)
    return this.#doubts.length
  }

  hasRejection(now: number): boolean {
    this.#forget(now)
    return this.#doubts.some((doubt) => doubt.isRejection)
  }

  /** When there are fewer than `count` again. */
  fewerThan(count: number, now: number): number {
    this.#forget(now)
    const untils = this.#doubts.map((doubt) => doubt.until).sort((a, b) => a - b)
    return untils[untils.length - count] ?? now
  }

  /**
   * The credential was good for a call that left at `leftAt`, so it was for those that had ended by then. What was given up
   * by then may still be on its way, but its connection was closed.
   */
  clear(credential: string, leftAt: number): void {
    this.#doubts = this.#doubts.filter(
      (doubt) => doubt.credential !== credential || doubt.isRejection || doubt.endedAt > leftAt,
    )
  }

  #forget(now: number): void {
    if (this.#doubts.some((doubt) => doubt.until <= now)) {
      this.#doubts = this.#doubts.filter((doubt) => doubt.until > now)
    }
  }
}
