import type { CredentialEvent, CredentialRecord } from './credentialRecord.ts'
import { endpointRefusedUntil, isBelieved, nextRecord, unverified } from './credentialRecord.ts'

interface Entry {
  record: CredentialRecord
  /** Plain 403s in a row: a verified credential that fails everywhere may be locked out. */
  forbidden: number
}

/** What is known of each credential that was used at one origin. */
export class CredentialStatuses {
  readonly #entries = new Map<string, Entry>()
  #joinedAt = Number.NEGATIVE_INFINITY

  /** The instant until which calls may be sent without verifying it first, or `undefined`. */
  believedUntil(credentialId: string, now: number): number | undefined {
    const record = this.#of(credentialId)
    // Accepted since this member joined: the owner may have revoked it before.
    return record.kind === 'verified' && isBelieved(record, now) && record.provenAt >= this.#joinedAt
      ? record.believedUntil
      : undefined
  }

  isBelieved(credentialId: string, now: number): boolean {
    return this.believedUntil(credentialId, now) !== undefined
  }

  /** The instant until which it must not be sent, or `undefined` if a probe may be. */
  rejectedUntil(credentialId: string, now: number): number | undefined {
    const record = this.#of(credentialId)
    return record.kind === 'rejected' && record.recheckAt > now ? record.recheckAt : undefined
  }

  /**
   * The instant until which it must not be sent to one endpoint, or `undefined`. Asks for
   * `endpoint` only if some are refused.
   */
  endpointRefusedUntil(credentialId: string, endpoint: () => string, now: number): number | undefined {
    return endpointRefusedUntil(this.#of(credentialId), endpoint, now)
  }

  hasRefusedEndpoints(credentialId: string): boolean {
    return (this.#of(credentialId).refused ?? []).length > 0
  }

  /**
   * For each verified credential: when the newest of its requests was sent that the API accepted.
   */
  accepted(): readonly { readonly credentialId: string; readonly sentAt: number }[] {
    const accepted: { credentialId: string; sentAt: number }[] = []
    for (const [credentialId, { record }] of this.#entries)
      if (record.kind === 'verified') accepted.push({ credentialId, sentAt: record.acceptedSentAt })
    return accepted
  }

  isRejected(credentialId: string): boolean {
    return this.#of(credentialId).kind === 'rejected'
  }

  hasRejected(now: number): boolean {
    return [...this.#entries.keys()].some(
      (credentialId) => this.rejectedUntil(credentialId, now) !== undefined,
    )
  }

  learn(credentialId: string, event: CredentialEvent, now: number): void {
    const entry = this.#entry(credentialId)
    if (event.kind === 'accepted') entry.forbidden = 0
    entry.record = nextRecord(entry.record, event, now)
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
    for (const credentialId of [...this.#entries.keys()].sort()) {
      const record = this.#of(credentialId)
      if (isWorthKeeping(record, now)) statuses[credentialId] = record
    }
    return statuses
  }

  /**
   * Goes on from what the members know. A credential that was accepted before `joinedAt` is probed
   * again (P2).
   */
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

function isWorthKeeping(record: CredentialRecord, now: number): boolean {
  if (record.refused !== undefined || record.kind === 'rejected') return true
  return record.kind === 'unverified' ? record.refusedAt !== undefined : isBelieved(record, now)
}
