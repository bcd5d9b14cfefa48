import type { WireRequest } from '../request/WireRequest.ts'
import { movingInstant } from '../queue/movingInstant.ts'
import { isMoreUrgent } from '../queue/QueuedCall.ts'
import { deadlineError } from './callErrors.ts'
import type { CallState, Subscriber } from './CallState.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import { startCall } from './CallState.ts'
import { firstWaitsUntil, waitsUntil } from './deadlines.ts'
import type { Session } from './Session.ts'
import { turnAway } from './turnAway.ts'

/** A journey with one caller: what ends the one ends the other. */
export function subscribeAlone(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
): { call: CallState; subscriber: Subscriber } {
  const call = startCall(request, terms, session.credentials)
  const controller = terms.deadlineMs === Infinity ? undefined : new AbortController()
  const subscriber = subscribe(session, call, terms, controller)
  call.terms = { ...terms, signals: subscriber.signals }
  return { call, subscriber }
}

/** Takes another caller aboard: it may hurry the journey, and is turned away where it would have to wait too long. */
export function subscribeShared(session: Session, call: CallState, terms: CallTerms): Subscriber {
  const subscriber = subscribe(session, call, terms, new AbortController())
  if (isMoreUrgent(terms.priority, call.priority)) call.priority = terms.priority
  const { wait, priority } = call
  if (wait?.queued) {
    const { dispatcher } = session.account(wait.queued.credentialId)
    dispatcher.change(wait.queued, { priority, deadlineAt: firstWaitsUntil(call, wait.since) })
  }
  if (wait?.until !== undefined && waitsUntil(call, subscriber, wait.since) < wait.until) {
    const refusal = { kind: 'wait', retryAt: wait.until, reason: 'server' } as const
    turnAway(session, call, refusal, (each) => each === subscriber)
  }
  return subscriber
}

/** From now on its time runs. `controller` is what it can be ended with. */
function subscribe(
  { clock, scope }: Session,
  call: CallState,
  terms: CallTerms,
  controller: AbortController | undefined,
): Subscriber {
  const { deadlineMs } = terms
  const { wait, waitedMs } = call
  const now = clock.now()
  const deadlineAt = movingInstant(now + deadlineMs, () => scope.jumpedMs)
  const end = (): void => controller?.abort(deadlineError(call, deadlineMs))
  const cancel = deadlineMs === Infinity ? undefined : clock.schedule(end, deadlineMs, { keepAlive: true })
  const subscriber: Subscriber = {
    terms,
    get deadlineAt() {
      return deadlineAt()
    },
    waitedBeforeMs: waitedMs + (wait ? Math.min(now, wait.until ?? now) - wait.since : 0),
    signals: controller ? [...terms.signals, controller.signal] : terms.signals,
    turnAway: (error) => controller?.abort(error),
    leave() {
      cancel?.()
      call.subscribers.delete(subscriber)
    },
  }
  call.subscribers.add(subscriber)
  return subscriber
}
