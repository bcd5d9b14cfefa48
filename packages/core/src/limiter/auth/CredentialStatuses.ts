import type { CredentialRecord, StandingEvent } from './credentialRecord.ts'
import { isBelieved, nextStanding, unverified } from './credentialRecord.ts'

interface Entry {
  record: CredentialRecord
  /** Plain 403s in a row: a proven credential that fails everywhere may be locked out. */
  forbidden: number
}

/** What is known of each credential that was used at one origin. */
export class CredentialStatuses {
  readonly #entries = new Map<string, Entry>()
  #joinedAt = Number.NEGATIVE_INFINITY

  /** Until when calls may leave without proving it first; `undefined`: they may not. */
  believedUntil(credentialId: string, now: number): number | undefined {
    const record = this.#of(credentialId)
    // Good since this member is here: what was good before may have been revoked in a night that it slept through.
    return record.kind === 'verified' && isBelieved(record, now) && record.provenAt >= this.#joinedAt
      ? record.believedUntil
      : undefined
  }

  /** Until when it must not be sent; `undefined`: from now on one call may find out. */
  rejectedUntil(credentialId: string, now: number): number | undefined {
    const record = this.#of(credentialId)
    return record.kind === 'rejected' && record.recheckAt > now ? record.recheckAt : undefined
  }

  hasRejected(now: number): boolean {
    return [...this.#entries.keys()].some(
      (credentialId) => this.rejectedUntil(credentialId, now) !== undefined,
    )
  }

  learn(credentialId: string, event: StandingEvent, now: number): void {
    const entry = this.#entry(credentialId)
    if (event.kind === 'good') entry.forbidden = 0
    entry.record = nextStanding(entry.record, event, now)
  }

  forbidden(credentialId: string): number {
    return this.#entries.get(credentialId)?.forbidden ?? 0
  }

  countForbidden(credentialId: string): void {
    this.#entry(credentialId).forbidden += 1
  }

  forget(credentialId: string): void {
    this.#entries.delete(credentialId)
  }

  snapshot(now: number): Record<string, CredentialRecord> {
    const statuses: Record<string, CredentialRecord> = {}
    for (const [credentialId, { record }] of [...this.#entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (record.kind === 'rejected' || isBelieved(record, now)) statuses[credentialId] = record
    }
    return statuses
  }

  /** Goes on from what the members know. A credential that was good before `joinedAt` is asked about again (P2). */
  restore(statuses: Readonly<Record<string, CredentialRecord>>, joinedAt: number): void {
    for (const credentialId of Object.keys(statuses)) this.#entry(credentialId)
    for (const [credentialId, entry] of this.#entries) entry.record = statuses[credentialId] ?? unverified
    this.#joinedAt = joinedAt
  }

  #of(credentialId: string): CredentialRecord {
    return this.#entries.get(credentialId)?.record ?? unverified
  }

  #entry(credentialId: string): Entry {
    let entry = this.#entries.get(credentialId)
    if (entry === undefined) {
      entry = { record: unverified, forbidden: 0 }
      this.#entries.set(credentialId, entry)
    }
    return entry
  }
}
