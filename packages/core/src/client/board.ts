import type { WireRequest } from '../http/WireRequest.ts'
import { deadlineError } from './failures.ts'
import type { CallTerms, Journey, Passenger } from './Journey.ts'
import { startJourney } from './Journey.ts'
import type { Session } from './Session.ts'

/** Takes a caller aboard: from now on its time runs. */
export function board({ clock }: Session, journey: Journey, terms: CallTerms): Passenger {
  const { deadlineMs } = terms
  const hasDeadline = deadlineMs !== Infinity
  const controller = hasDeadline ? new AbortController() : undefined
  const end = (): void => controller?.abort(deadlineError(journey, deadlineMs))
  const cancel = hasDeadline ? clock.schedule(end, deadlineMs, { keepAlive: true }) : undefined
  const passenger: Passenger = {
    terms,
    deadlineAt: clock.now() + deadlineMs,
    signals: controller ? [...terms.signals, controller.signal] : terms.signals,
    leave() {
      cancel?.()
      journey.passengers.delete(passenger)
    },
  }
  journey.passengers.add(passenger)
  return passenger
}

/** A journey with one caller: what ends the one ends the other. */
export function boardAlone(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
): { journey: Journey; passenger: Passenger } {
  const journey = startJourney(request, terms, session.credentials.isAnonymous)
  const passenger = board(session, journey, terms)
  journey.terms = { ...terms, signals: passenger.signals }
  return { journey, passenger }
}
