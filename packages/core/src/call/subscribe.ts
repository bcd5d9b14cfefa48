import type { Priority } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import { isMoreUrgent } from '../queue/QueuedCall.ts'
import { closedIn, deadlineError, refusedError } from './callErrors.ts'
import type { CallState, Subscriber } from './CallState.ts'
import { Cancellation } from '../cancellation/Cancellation.ts'
import { firstWaitsUntil, waitsUntil } from './deadlines.ts'
import type { Session } from './Session.ts'

/** How the promise of a caller is settled. */
export interface Settle {
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

/** A caller and its promise. Very many may wait, so each holds nothing else. */
class CallSubscriber extends Cancellation implements Subscriber {
  readonly terms: CallTerms
  readonly deadlineAt: number
  readonly waitedBeforeMs: number
  readonly #session: Session
  readonly #call: CallState
  readonly #resolve: (value: never) => void
  readonly #reject: (error: unknown) => void
  #cancelTimer: (() => void) | undefined

  constructor(session: Session, call: CallState, terms: CallTerms, { resolve, reject }: Settle) {
    super()
    const now = session.clock.now()
    const { wait, waitedMs } = call
    this.terms = terms
    this.deadlineAt = now + terms.deadlineMs
    this.waitedBeforeMs = waitedMs + (wait ? Math.min(now, wait.until ?? now) - wait.since : 0)
    this.#session = session
    this.#call = call
    this.#resolve = resolve
    this.#reject = reject
  }

  /** From now on its signal, its deadline or the closing of the client cancels it. */
  enter(): void {
    const { clock, aborts, keyedCalls, open } = this.#session
    const { deadlineMs, signal, key } = this.terms
    const call = this.#call
    call.subscribers.add(this)
    open.add(this)
    if (signal) aborts.add(signal, this)
    if (key !== undefined) keyedCalls.set(key, call)
    if (deadlineMs === Infinity) return
    const end = (): void => this.cancel(deadlineError(call, deadlineMs))
    this.#cancelTimer = clock.schedule(end, deadlineMs, { keepAlive: true })
  }

  leave(): void {
    const { aborts, keyedCalls, open } = this.#session
    const { signal, key } = this.terms
    this.#cancelTimer?.()
    open.delete(this)
    if (signal) aborts.delete(signal, this)
    const call = this.#call
    call.subscribers.delete(this)
    if (key === undefined || keyedCalls.get(key) !== call) return
    if (![...call.subscribers].some(({ terms }) => terms.key === key)) keyedCalls.delete(key)
  }

  handOver(value: unknown): void {
    this.#resolve(value as never)
  }

  resolve(value: unknown): void {
    this.leave()
    this.#resolve(value as never)
  }

  reject(error: unknown): void {
    this.leave()
    this.#reject(closedIn(this.#session, this.#call, error))
  }

  /** Unless a later stage ends the call for its caller: the last one cancels the call. */
  protected override cancelled(): void {
    if (this.onCancel) {
      this.onCancel()
      return
    }
    this.reject(this.reason)
    const call = this.#call
    if (call.subscribers.size > 0) return
    this.#session.shared.delete(call)
    call.cancel(this.reason)
  }
}

/**
 * Adds a caller to `call`, which becomes as urgent as the caller. The caller is turned away if the
 * call waits too long for it.
 */
export function subscribe(session: Session, call: CallState, terms: CallTerms, settle: Settle): void {
  session.closing.throwIfAborted()
  terms.signal?.throwIfAborted()
  const { wait } = call
  const subscriber = new CallSubscriber(session, call, terms, settle)
  subscriber.enter()
  if (wait === undefined) raiseTo(call, terms.priority)
  else requeue(session, call, terms.priority)
  if (wait?.until !== undefined && waitsUntil(call, subscriber, wait.since) < wait.until) {
    const refusal = { kind: 'wait', retryAt: wait.until, reason: 'server' } as const
    turnAway(session, call, refusal, (each) => each === subscriber)
  }
}

/** Makes `call` as urgent as `priority`, if it is less urgent. */
export function hurry(session: Session, call: CallState, priority: Priority): void {
  if (isMoreUrgent(priority, call.priority)) requeue(session, call, priority)
}

/** Gives `call` the highest priority and, in the queue, the earliest deadline of its callers. */
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

/** Turns away the subscribers that will not wait as long as the refusal says. */
export function turnAwayImpatient(
  session: Session,
  call: CallState,
  refusal: Refusal & { kind: 'wait' },
): void {
  const now = session.clock.now()
  turnAway(session, call, refusal, (subscriber) => {
    const until = waitsUntil(call, subscriber, now)
    return until <= now || until < (refusal.retryAt ?? now)
  })
}

/** Cancels those that are `isLeaving`, each with an error of its own. The others go on. */
export function turnAway(
  session: Session,
  call: CallState,
  refusal: Refusal,
  isLeaving: (subscriber: Subscriber) => boolean,
): void {
  for (const subscriber of [...call.subscribers].filter(isLeaving))
    subscriber.cancel(refusedError(session, call, refusal, subscriber))
}
