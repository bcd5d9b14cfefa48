import type { Standing, StandingEvent } from './credentialRecord.ts'
import { isBelieved, nextStanding, unverified } from './credentialRecord.ts'

interface Entry {
  standing: Standing
  /** Plain 403s in a row: a proven credential that fails everywhere may be locked out. */
  forbidden: number
}

/** What is known of each credential that was used at one origin. */
export class Standings {
  readonly #entries = new Map<string, Entry>()
  #joinedAt = Number.NEGATIVE_INFINITY

  /** Until when calls may leave without proving it first; `undefined`: they may not. */
  believedUntil(credential: string, now: number): number | undefined {
    const standing = this.#of(credential)
    // Good since this member is here: what was good before may have been revoked in a night that it slept through.
    return standing.kind === 'verified' && isBelieved(standing, now) && standing.provenAt >= this.#joinedAt
      ? standing.believedUntil
      : undefined
  }

  /** Until when it must not be sent; `undefined`: from now on one call may find out. */
  rejectedUntil(credential: string, now: number): number | undefined {
    const standing = this.#of(credential)
    return standing.kind === 'rejected' && standing.recheckAt > now ? standing.recheckAt : undefined
  }

  hasRejected(now: number): boolean {
    return [...this.#entries.keys()].some((credential) => this.rejectedUntil(credential, now) !== undefined)
  }

  learn(credential: string, event: StandingEvent, now: number): void {
    const entry = this.#entry(credential)
    if (event.kind === 'good') entry.forbidden = 0
    entry.standing = nextStanding(entry.standing, event, now)
  }

  forbidden(credential: string): number {
    return this.#entries.get(credential)?.forbidden ?? 0
  }

  countForbidden(credential: string): void {
    this.#entry(credential).forbidden += 1
  }

  forget(credential: string): void {
    this.#entries.delete(credential)
  }

  snapshot(now: number): Record<string, Standing> {
    const standings: Record<string, Standing> = {}
    for (const [credential, { standing }] of [...this.#entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (standing.kind === 'rejected' || isBelieved(standing, now)) standings[credential] = standing
    }
    return standings
  }

  /** Goes on from what the members know. A credential that was good before `joinedAt` is asked about again (P2). */
  restore(standings: Readonly<Record<string, Standing>>, joinedAt: number): void {
    for (const credential of Object.keys(standings)) this.#entry(credential)
    for (const [credential, entry] of this.#entries) entry.standing = standings[credential] ?? unverified
    this.#joinedAt = joinedAt
  }

  #of(credential: string): Standing {
    return this.#entries.get(credential)?.standing ?? unverified
  }

  #entry(credential: string): Entry {
    let entry = this.#entries.get(credential)
    if (entry === undefined) {
      entry = { standing: unverified, forbidden: 0 }
      this.#entries.set(credential, entry)
    }
    return entry
  }
}
