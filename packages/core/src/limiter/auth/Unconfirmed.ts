/** An attempt that the API may have counted as a failed login. */
export interface UnconfirmedAttempt {
  readonly credentialId: string
  /** When its response came, or the client gave it up. */
  readonly endedAt: number
  /** From when on the server cannot count it any more. */
  readonly until: number
  /** Whether the API answered 401. */
  readonly isRejection: boolean
  /** Whether the credential was not verified when it was sent. */
  readonly isProbe: boolean
  /** The member that vanished with it, and takes it back if it returns. */
  readonly memberId?: string
}

/**
 * How long the server may remember a failed login ("a short period", CONTRACT C7), by the slowest
 * clock.
 */
export const unconfirmedMs = 60_000 * 1.0005 + 1

const noneMissing = { count: 0, lastAt: Number.NEGATIVE_INFINITY }

/**
 * The attempts at one origin that the API may have counted as failed logins, until it has forgotten
 * them.
 */
export class Unconfirmed {
  #attempts: UnconfirmedAttempt[] = []

  /** Adds an attempt that ended now, and that the server counted at `countedAt` at the latest. */
  add(
    credentialId: string,
    attempt: Pick<UnconfirmedAttempt, 'isRejection' | 'isProbe'> & { readonly countedAt: number },
    endedAt: number,
  ): void {
    const { countedAt, isRejection, isProbe } = attempt
    this.#attempts.push({ credentialId, endedAt, until: countedAt + unconfirmedMs, isRejection, isProbe })
  }

  snapshot(now: number): readonly UnconfirmedAttempt[] {
    this.#forget(now)
    return this.#attempts
  }

  restore(attempts: readonly UnconfirmedAttempt[]): void {
    this.#attempts = [...attempts]
  }

  count(now: number): number {
    this.#forget(now)
    return this.#attempts.length
  }

  /**
   * How many of them are missing responses to a verified credential, and when the last of these
   * ended.
   */
  missing(now: number): { readonly count: number; readonly lastAt: number } {
    this.#forget(now)
    if (this.#attempts.length === 0) return noneMissing
    const missing = this.#attempts.filter(({ isRejection, isProbe }) => !isRejection && !isProbe)
    return {
      count: missing.length,
      lastAt: Math.max(Number.NEGATIVE_INFINITY, ...missing.map(({ endedAt }) => endedAt)),
    }
  }

  /** The credentials to which the API answered 401. */
  rejections(now: number): readonly string[] {
    this.#forget(now)
    return this.#attempts.filter(({ isRejection }) => isRejection).map(({ credentialId }) => credentialId)
  }

  /** The earliest instant at which there are fewer than `count`. */
  fewerThan(count: number, now: number): number {
    this.#forget(now)
    const untils = this.#attempts.map(({ until }) => until).sort((a, b) => a - b)
    return untils[untils.length - count] ?? now
  }

  /**
   * Forgets the missing responses from before `sentAt`: the API has accepted the credential in a
   * request that was sent then. Of one that ended at that very instant the order is unknown, so it
   * stays. An attempt that the client gave up may still be on its way, but its connection was
   * closed.
   */
  clear(credentialId: string, sentAt: number): void {
    if (this.#attempts.length === 0) return
    this.#attempts = this.#attempts.filter(
      (attempt) => attempt.credentialId !== credentialId || attempt.isRejection || attempt.endedAt >= sentAt,
    )
  }

  #forget(now: number): void {
    if (this.#attempts.some(({ until }) => until <= now)) {
      this.#attempts = this.#attempts.filter(({ until }) => until > now)
    }
  }
}
