import type { Refusal } from '../contract/Refusal.ts'
import { leavesBody } from '../options/CallTerms.ts'
import { QueuedCall } from '../queue/QueuedCall.ts'
import type { Acquired } from './acquirePermit.ts'
import { acquirePermit } from './acquirePermit.ts'
import { Attempt } from './Attempt.ts'
import type { ReceivedResponse } from './bufferResponse.ts'
import { bufferResponse } from './bufferResponse.ts'
import { authenticationError, refusedError } from './callErrors.ts'
import type { CallState } from './CallState.ts'
import { deliver } from './deliver.ts'
import { goesAnonymous, hasAnotherToken, nextStep } from './nextStep.ts'
import type { Retry } from './nextStep.ts'
import type { Session } from './Session.ts'
import { turnAwayImpatient } from './subscribe.ts'

/**
 * Runs a call from the queue to its callers, and again for each attempt. After an attempt
 * `nextStep` decides whether it may be sent again (P3). A request to another origin needs no
 * permit.
 */
export function runCall(session: Session, call: CallState): void {
  const isOurs = call.request.url.origin === session.settings.baseUrl.origin
  if (isOurs) acquirePermit(session, call, proceed)
  else void proceed(session, call, undefined)
}

async function proceed(session: Session, call: CallState, acquired: Acquired | undefined): Promise<void> {
  try {
    // Even with its permit a call is not sent at once: a caller that cancels in the same tick
    // spends nothing.
    const permit = await acquired
    const received = await sendOnce(session, call, permit)
    if (received === undefined) runCall(session, call)
    else if (leavesBody(call.terms))
      for (const subscriber of call.subscribers) subscriber.handOver({ received, subscriber })
    else {
      const buffered = await bufferResponse(received)
      session.shared.delete(call)
      for (const subscriber of call.subscribers) deliver(buffered, subscriber)
    }
  } catch (error) {
    session.shared.delete(call)
    for (const subscriber of call.subscribers) subscriber.reject(error)
  }
}

/** Sends a request. Returns its response, or `undefined` if the call goes back to the queue. */
async function sendOnce(
  session: Session,
  call: CallState,
  permit: QueuedCall | Refusal | undefined,
): Promise<ReceivedResponse | undefined> {
  if (permit && !(permit instanceof QueuedCall)) {
    await overcome(session, call, permit)
    return undefined
  }
  if (permit && !session.scope.mayStillSend(permit)) return undefined
  const attempt = startAttempt(session, call, permit)
  await attempt.send()
  const step = nextStep(session, call, attempt)
  if (step.kind === 'deliver') return { call, attempt, response: step.response }
  attempt.discard()
  switch (step.kind) {
    case 'fail':
      throw step.error
    case 'again':
      return undefined
    case 'renew':
      if (await hasAnotherToken(session, call, step.rejected)) return undefined
      throw authenticationError(session, call, attempt)
    case 'redirect':
      call.request = step.request
      // As `fetch` does: another origin may have chosen where the token would go back to.
      if (step.request.url.origin !== session.settings.baseUrl.origin) call.isAnonymous = true
      return undefined
    case 'retry':
      await pause(session, call, step, permit)
      return undefined
  }
}

/**
 * Returns if it makes sense to ask for a permit again: only patient callers are left, or there is
 * another token, or the call goes on without one. Otherwise throws the error of the refusal.
 */
async function overcome(session: Session, call: CallState, refusal: Refusal): Promise<void> {
  if (refusal.kind === 'wait') {
    turnAwayImpatient(session, call, refusal)
    return
  }
  const isRejected = refusal.kind === 'rejected' || refusal.kind === 'refused'
  if (isRejected && (await hasAnotherToken(session, call, refusal.credentialId))) return
  if (refusal.kind === 'locked' && goesAnonymous(call)) return
  throw refusedError(session, call, refusal)
}

/** Uses a permit, unless the caller has cancelled meanwhile: then it is given back. */
function startAttempt(session: Session, call: CallState, queued: QueuedCall | undefined): Attempt {
  if (call.isCancelled && queued) void session.scope.settled(queued, { kind: 'unsent' })
  call.throwIfCancelled()
  if (queued?.credential) call.carries(queued.credential)
  call.attempts += 1
  if (queued && call.attempts === 1) session.retryBudget.tried(queued.leftAt)
  return new Attempt(session, call, queued)
}

/** Waits before a retry. What the API asked for counts as a wait, as for a permit (P8). */
async function pause(
  session: Session,
  call: CallState,
  { delayMs, askedMs, reason }: Retry,
  queued: QueuedCall | undefined,
): Promise<void> {
  const { clock, events } = session
  events.emit('retry', () => ({
    method: call.request.method,
    url: call.shownUrl,
    credential: queued?.credentialId,
    attempt: call.attempts,
    delayMs,
    reason,
  }))
  const since = clock.now()
  if (askedMs > 0) call.wait = { since, until: since + askedMs }
  let cancel: (() => void) | undefined
  const elapsed = new Promise<void>((resolve) => {
    cancel = clock.schedule(resolve, delayMs, { keepAlive: true })
  })
  await call.race(elapsed, () => cancel?.())
  call.wait = undefined
  call.waitedMs += askedMs
}
