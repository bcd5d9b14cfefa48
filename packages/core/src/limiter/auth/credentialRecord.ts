/** What is known of one credential. Instants are monotonic. */
export type CredentialRecord =
  | { readonly kind: 'unverified' }
  | { readonly kind: 'verified'; readonly provenAt: number; readonly believedUntil: number }
  | { readonly kind: 'rejected'; readonly recheckAt: number; readonly times: number }

/** What an answer, or the owner, says of it. `sentAt`: when the call that was answered left. */
export type StandingEvent =
  | { readonly kind: 'good'; readonly sentAt: number; readonly believeForMs: number }
  | { readonly kind: 'bad'; readonly sentAt: number }
  /** Its owner says it is good after all. */
  | { readonly kind: 'pardoned' }

/** A rejection is asked about again after a minute, and after twice as long each time. */
const recheckAfterMs = 60_000
const maxRecheckAfterMs = 3_600_000

export const unverified: CredentialRecord = { kind: 'unverified' }

/** The standing of a credential after `event`. */
export function nextStanding(record: CredentialRecord, event: StandingEvent, now: number): CredentialRecord {
  switch (event.kind) {
    case 'pardoned':
      return record.kind === 'rejected' ? unverified : record
    case 'good':
      // An answer to something sent before the rejection is older news.
      if (record.kind === 'rejected' && event.sentAt < record.recheckAt) return record
      return { kind: 'verified', provenAt: now, believedUntil: now + event.believeForMs }
    case 'bad': {
      if (record.kind !== 'rejected') return { kind: 'rejected', recheckAt: now + recheckAfterMs, times: 1 }
      // Several that were under way together are one rejection.
      if (event.sentAt < record.recheckAt) return record
      const delayMs = Math.min(maxRecheckAfterMs, recheckAfterMs * 2 ** record.times)
      return { kind: 'rejected', recheckAt: now + delayMs, times: record.times + 1 }
    }
  }
}

/** Whether calls may leave without proving it first. */
export function isBelieved(record: CredentialRecord, now: number): boolean {
  return record.kind === 'verified' && record.believedUntil > now
}
