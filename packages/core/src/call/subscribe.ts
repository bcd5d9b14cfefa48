import type { WireRequest } from '../request/WireRequest.ts'
import { movingInstant } from '../queue/movingInstant.ts'
import { isMoreUrgent } from '../queue/QueuedCall.ts'
import { deadlineError } from './callErrors.ts'
import type { CallTerms, Journey, Passenger } from './CallState.ts'
import { startJourney } from './CallState.ts'
import { firstWaitsUntil, waitsUntil } from './deadlines.ts'
import type { Session } from './Session.ts'
import { turnAway } from './turnAway.ts'

/** A journey with one caller: what ends the one ends the other. */
export function boardAlone(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
): { journey: Journey; passenger: Passenger } {
  const journey = startJourney(request, terms, session.credentials)
  const controller = terms.deadlineMs === Infinity ? undefined : new AbortController()
  const passenger = board(session, journey, terms, controller)
  journey.terms = { ...terms, signals: passenger.signals }
  return { journey, passenger }
}

/** Takes another caller aboard: it may hurry the journey, and is turned away where it would have to wait too long. */
export function boardShared(session: Session, journey: Journey, terms: CallTerms): Passenger {
  const passenger = board(session, journey, terms, new AbortController())
  if (isMoreUrgent(terms.priority, journey.priority)) journey.priority = terms.priority
  const { wait, priority } = journey
  if (wait?.waiter) {
    const { dispatcher } = session.account(wait.waiter.credential)
    dispatcher.change(wait.waiter, { priority, deadlineAt: firstWaitsUntil(journey, wait.since) })
  }
  if (wait?.until !== undefined && waitsUntil(journey, passenger, wait.since) < wait.until) {
    const refusal = { kind: 'wait', retryAt: wait.until, reason: 'server' } as const
    turnAway(session, journey, refusal, (each) => each === passenger)
  }
  return passenger
}

/** From now on its time runs. `controller` is what it can be ended with. */
function board(
  { clock, origin }: Session,
  journey: Journey,
  terms: CallTerms,
  controller: AbortController | undefined,
): Passenger {
  const { deadlineMs } = terms
  const { wait, waitedMs } = journey
  const now = clock.now()
  const deadlineAt = movingInstant(now + deadlineMs, () => origin.jumpedMs)
  const end = (): void => controller?.abort(deadlineError(journey, deadlineMs))
  const cancel = deadlineMs === Infinity ? undefined : clock.schedule(end, deadlineMs, { keepAlive: true })
  const passenger: Passenger = {
    terms,
    get deadlineAt() {
      return deadlineAt()
    },
    waitedBeforeMs: waitedMs + (wait ? Math.min(now, wait.until ?? now) - wait.since : 0),
    signals: controller ? [...terms.signals, controller.signal] : terms.signals,
    turnAway: (error) => controller?.abort(error),
    leave() {
      cancel?.()
      journey.passengers.delete(passenger)
    },
  }
  journey.passengers.add(passenger)
  return passenger
}
