import type { Priority } from '../contract/Call.ts'
import type { WireRequest } from '../request/WireRequest.ts'
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
  requeue(session, call, terms.priority)
  const { wait } = call
  if (wait?.until !== undefined && waitsUntil(call, subscriber, wait.since) < wait.until) {
    const refusal = { kind: 'wait', retryAt: wait.until, reason: 'server' } as const
    turnAway(session, call, refusal, (each) => each === subscriber)
  }
  return subscriber
}

/** Makes `call` as urgent as `priority`, if it is less urgent. */
export function hurry(session: Session, call: CallState, priority: Priority): void {
  if (isMoreUrgent(priority, call.priority)) requeue(session, call, priority)
}

/** Puts `call` where the most urgent of its subscribers, and the least patient one, want it. */
function requeue(session: Session, call: CallState, priority: Priority): void {
  if (isMoreUrgent(priority, call.priority)) call.priority = priority
  const { wait } = call
  if (wait?.queued === undefined) return
  const { dispatcher } = session.account(wait.queued.credentialId)
  const deadlineAt = firstWaitsUntil(call, wait.since)
  dispatcher.change(wait.queued, { priority: call.priority, deadlineAt })
}

/** From now on its time runs. `controller` is what it can be ended with. */
function subscribe(
  { clock, keyedCalls }: Session,
  call: CallState,
  terms: CallTerms,
  controller: AbortController | undefined,
): Subscriber {
  const { deadlineMs } = terms
  const { wait, waitedMs } = call
  const now = clock.now()
  const deadlineAt = now + deadlineMs
  const end = (): void => controller?.abort(deadlineError(call, deadlineMs))
  const cancel = deadlineMs === Infinity ? undefined : clock.schedule(end, deadlineMs, { keepAlive: true })
  if (terms.key !== undefined) keyedCalls.set(terms.key, call)
  const subscriber: Subscriber = {
    terms,
    deadlineAt,
    waitedBeforeMs: waitedMs + (wait ? Math.min(now, wait.until ?? now) - wait.since : 0),
    signals: controller ? [...terms.signals, controller.signal] : terms.signals,
    turnAway: (error) => controller?.abort(error),
    leave() {
      cancel?.()
      if (keyedCalls.get(terms.key) === call) keyedCalls.delete(terms.key)
      call.subscribers.delete(subscriber)
    },
  }
  call.subscribers.add(subscriber)
  return subscriber
}
