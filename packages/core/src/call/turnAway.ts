import type { Refusal } from '../contract/Refusal.ts'
import { refusedError } from './callErrors.ts'
import type { CallState, Subscriber } from './CallState.ts'
import { waitsUntil } from './deadlines.ts'
import type { Session } from './Session.ts'

/** Turns away those of a shared request for whom the wait that was refused is too long, as `turnAway` does. */
export function turnAwayHasty(
  session: Session,
  call: CallState,
  refusal: Refusal & { kind: 'wait' },
): boolean {
  const now = session.clock.now()
  const isHasty = (subscriber: Subscriber): boolean => {
    const until = waitsUntil(call, subscriber, now)
    return until <= now || until < (refusal.retryAt ?? now)
  }
  return turnAway(session, call, refusal, isHasty)
}

/**
 * Turns away those of a shared request that are `isLeaving`, each with an error of its own; the others go on.
 * False: nobody would, so that the last of them is still aboard, and the request fails for it.
 */
export function turnAway(
  session: Session,
  call: CallState,
  refusal: Refusal,
  isLeaving: (subscriber: Subscriber) => boolean,
): boolean {
  const leaving = [...call.subscribers].filter(isLeaving)
  const goesOn = leaving.length < call.subscribers.size
  if (!goesOn) leaving.pop()
  for (const subscriber of leaving) subscriber.turnAway(refusedError(session, call, refusal, subscriber))
  return goesOn
}
