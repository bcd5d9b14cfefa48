/** What is known of one credential. Instants are monotonic. */
export type Standing =
  | { readonly kind: 'unverified' }
  | { readonly kind: 'verified'; readonly provenAt: number; readonly believedUntil: number }
  | { readonly kind: 'rejected'; readonly recheckAt: number; readonly times: number }

/** What an answer, or the owner, says of it. `leftAt`: when the call that was answered left. */
export type StandingEvent =
  | { readonly kind: 'good'; readonly leftAt: number; readonly believeForMs: number }
  | { readonly kind: 'bad'; readonly leftAt: number }
  /** Its owner says it is good after all. */
  | { readonly kind: 'pardoned' }

/** A rejection is asked about again after a minute, and after twice as long each time. */
const recheckAfterMs = 60_000
const maxRecheckAfterMs = 3_600_000

export const unverified: Standing = { kind: 'unverified' }

/** The standing of a credential after `event`. */
export function nextStanding(standing: Standing, event: StandingEvent, now: number): Standing {
  switch (event.kind) {
    case 'pardoned':
      return standing.kind === 'rejected' ? unverified : standing
    case 'good':
      // An answer to something sent before the rejection is older news.
      if (standing.kind === 'rejected' && event.leftAt < standing.recheckAt) return standing
      return { kind: 'verified', provenAt: now, believedUntil: now + event.believeForMs }
    case 'bad': {
      if (standing.kind !== 'rejected') return { kind: 'rejected', recheckAt: now + recheckAfterMs, times: 1 }
      // Several that were under way together are one rejection.
      if (event.leftAt < standing.recheckAt) return standing
      const delayMs = Math.min(maxRecheckAfterMs, recheckAfterMs * 2 ** standing.times)
      return { kind: 'rejected', recheckAt: now + delayMs, times: standing.times + 1 }
    }
  }
}

/** Whether calls may leave without proving it first. */
export function isBelieved(standing: Standing, now: number): boolean {
  return standing.kind === 'verified' && standing.believedUntil > now
}
