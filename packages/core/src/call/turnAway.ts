import type { Refusal } from '../contract/Refusal.ts'
import { refusedError } from './callErrors.ts'
import type { Journey, Passenger } from './CallState.ts'
import { waitsUntil } from './deadlines.ts'
import type { Session } from './Session.ts'

/** Turns away those of a shared request for whom the wait that was refused is too long, as `turnAway` does. */
export function turnAwayHasty(
  session: Session,
  journey: Journey,
  refusal: Refusal & { kind: 'wait' },
): boolean {
  const now = session.clock.now()
  const isHasty = (passenger: Passenger): boolean => {
    const until = waitsUntil(journey, passenger, now)
    return until <= now || until < (refusal.retryAt ?? now)
  }
  return turnAway(session, journey, refusal, isHasty)
}

/**
 * Turns away those of a shared request that are `isLeaving`, each with an error of its own; the others go on.
 * False: nobody would, so that the last of them is still aboard, and the request fails for it.
 */
export function turnAway(
  session: Session,
  journey: Journey,
  refusal: Refusal,
  isLeaving: (passenger: Passenger) => boolean,
): boolean {
  const leaving = [...journey.passengers].filter(isLeaving)
  const goesOn = leaving.length < journey.passengers.size
  if (!goesOn) leaving.pop()
  for (const passenger of leaving) passenger.turnAway(refusedError(session, journey, refusal, passenger))
  return goesOn
}
