import type { Wait } from './CallState.ts'
import type { Session } from './Session.ts'

/** A pause of `askedMs` that begins now, as the API asked for it. */
export function pause({ clock }: Session, askedMs: number): Wait {
  const since = clock.now()
  return { since, until: since + askedMs }
}
