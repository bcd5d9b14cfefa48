import type { Priority } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import { isMoreUrgent } from '../queue/QueuedCall.ts'
import { deadlineError, refusedError } from './callErrors.ts'
import type { CallState } from './CallState.ts'
import { Subscriber } from './CallState.ts'
import { firstWaitsUntil, waitsUntil } from './deadlines.ts'
import type { Session } from './Session.ts'

/**
 * Adds a caller to `call`: it may make the call more urgent. It is turned away if it would have to
 * wait too long.
 */
export function subscribe(session: Session, call: CallState, terms: CallTerms): Subscriber {
  const { clock, closing, aborts, keyedCalls, open } = session
  closing.throwIfAborted()
  terms.signal?.throwIfAborted()
  const { deadlineMs, signal, key } = terms
  const { wait } = call
  const now = clock.now()
  const waitedMs = wait ? Math.min(now, wait.until ?? now) - wait.since : 0
  const subscriber = new Subscriber(terms, now + deadlineMs, call.waitedMs + waitedMs)
  call.subscribers.add(subscriber)
  open.add(subscriber)
  if (signal) aborts.add(signal, subscriber)
  if (key !== undefined) keyedCalls.set(key, call)
  if (deadlineMs < Infinity) {
    const end = (): void => subscriber.cancel(deadlineError(call, deadlineMs))
    subscriber.cancelTimer = clock.schedule(end, deadlineMs, { keepAlive: true })
  }
  if (wait === undefined) raiseTo(call, terms.priority)
  else requeue(session, call, terms.priority)
  if (wait?.until !== undefined && waitsUntil(call, subscriber, wait.since) < wait.until) {
    const refusal = { kind: 'wait', retryAt: wait.until, reason: 'server' } as const
    turnAway(session, call, refusal, (each) => each === subscriber)
  }
  return subscriber
}

/** Removes a subscriber that has what it came for. */
export function unsubscribe(session: Session, call: CallState, subscriber: Subscriber): void {
  const { signal, key } = subscriber.terms
  subscriber.cancelTimer?.()
  session.open.delete(subscriber)
  if (signal) session.aborts.delete(signal, subscriber)
  if (key !== undefined && session.keyedCalls.get(key) === call) session.keyedCalls.delete(key)
  call.subscribers.delete(subscriber)
}

/** Removes a subscriber that was cancelled. The last one cancels the call. */
export function abandon(session: Session, call: CallState, subscriber: Subscriber): void {
  unsubscribe(session, call, subscriber)
  if (call.subscribers.size > 0) return
  session.shared.delete(call)
  call.cancel(subscriber.reason)
}

/** Makes `call` as urgent as `priority`, if it is less urgent. */
export function hurry(session: Session, call: CallState, priority: Priority): void {
  if (isMoreUrgent(priority, call.priority)) requeue(session, call, priority)
}

/** Moves `call` to where the most urgent of its subscribers, and the least patient one, want it. */
function requeue(session: Session, call: CallState, priority: Priority): void {
  raiseTo(call, priority)
  const { wait } = call
  if (wait?.queued === undefined) return
  const { dispatcher } = session.account(wait.queued.credentialId)
  const deadlineAt = firstWaitsUntil(call, wait.since)
  dispatcher.change(wait.queued, { priority: call.priority, deadlineAt })
}

function raiseTo(call: CallState, priority: Priority): void {
  if (isMoreUrgent(priority, call.priority)) call.priority = priority
}

/**
 * Turns away the subscribers for which the refused wait is too long. Returns false if no subscriber
 * is left.
 */
export function turnAwayHasty(
  session: Session,
  call: CallState,
  refusal: Refusal & { kind: 'wait' },
): boolean {
  const now = session.clock.now()
  return turnAway(session, call, refusal, (subscriber) => {
    const until = waitsUntil(call, subscriber, now)
    return until <= now || until < (refusal.retryAt ?? now)
  })
}

/**
 * Cancels those that are `isLeaving`, each with an error of its own; the others go on. Returns
 * false if there are no others: then one is left, and the call fails for it.
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
  for (const subscriber of leaving) subscriber.cancel(refusedError(session, call, refusal, subscriber))
  return goesOn
}
