export interface UnconfirmedAttempt {
  readonly credentialId: string
  /** When its answer came, or it was given up. */
  readonly endedAt: number
  /** From when on the server cannot count it any more. */
  readonly until: number
  readonly isRejection: boolean
}

/** How long the server may remember an invalid attempt ("a short period", CONTRACT C7), as long as its clock may make of it. */
export const unconfirmedMs = 60_000 * 1.0005 + 1

/**
 * The attempts at one origin that the server may have counted as invalid: those it rejected, and those whose answer
 * nobody heard.
 */
export class Unconfirmed {
  #unconfirmed: UnconfirmedAttempt[] = []

  add(attempt: UnconfirmedAttempt): void {
    this.#unconfirmed.push(attempt)
  }

  snapshot(now: number): readonly UnconfirmedAttempt[] {
    this.#forget(now)
    return this.#unconfirmed
  }

  restore(unconfirmed: readonly UnconfirmedAttempt[]): void {
    this.#unconfirmed = [...unconfirmed]
  }

  count(now: number): number {
    this.#forget(now)
    return this.#unconfirmed.length
  }

  hasRejection(now: number): boolean {
    this.#forget(now)
    return this.#unconfirmed.some((attempt) => attempt.isRejection)
  }

  /** When there are fewer than `count` again. */
  fewerThan(count: number, now: number): number {
    this.#forget(now)
    const untils = this.#unconfirmed.map((attempt) => attempt.until).sort((a, b) => a - b)
    return untils[untils.length - count] ?? now
  }

  /**
   * The credential was good for a call that left at `sentAt`, so it was for those that had ended by then. What was given up
   * by then may still be on its way, but its connection was closed.
   */
  clear(credentialId: string, sentAt: number): void {
    this.#unconfirmed = this.#unconfirmed.filter(
      (attempt) => attempt.credentialId !== credentialId || attempt.isRejection || attempt.endedAt > sentAt,
    )
  }

  #forget(now: number): void {
    if (this.#unconfirmed.some((attempt) => attempt.until <= now)) {
      this.#unconfirmed = this.#unconfirmed.filter((attempt) => attempt.until > now)
    }
  }
}
