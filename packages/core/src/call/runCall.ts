import type { Refusal } from '../contract/Refusal.ts'
import { leavesBody } from '../options/CallTerms.ts'
import { QueuedCall } from '../queue/QueuedCall.ts'
import type { Acquired } from './acquirePermit.ts'
import { acquirePermit } from './acquirePermit.ts'
import { Attempt } from './Attempt.ts'
import type { BufferedResponse, ReceivedResponse } from './readWhole.ts'
import { buffered, readWhole } from './readWhole.ts'
import { authenticationError, refusedError } from './callErrors.ts'
import type { CallState } from './CallState.ts'
import { deliver } from './deliver.ts'
import { goesAnonymous, hasAnotherToken, nextStep } from './nextStep.ts'
import type { Retry, Step } from './nextStep.ts'
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
    if (permit && !(permit instanceof QueuedCall)) await overcome(session, call, permit)
    else if (permit === undefined || session.scope.mayStillSend(permit)) {
      const attempt = startAttempt(session, call, permit)
      await attempt.send()
      const step = nextStep(session, call, attempt)
      if (step.kind === 'deliver') {
        const received = { call, attempt, response: step.response }
        if (leavesBody(call.terms)) handOverTo(call, received)
        else deliverTo(session, call, buffered(received, await readWhole(received)))
        return
      }
      attempt.discard()
      await prepareNext(session, call, attempt, step)
    }
    runCall(session, call)
  } catch (error) {
    session.shared.delete(call)
    for (const subscriber of call.subscribers) subscriber.reject(error)
  }
}

/** Gives its caller a response whose body is still arriving. */
function handOverTo({ subscribers }: CallState, received: ReceivedResponse): void {
  for (const subscriber of subscribers) subscriber.handOver({ received, subscriber })
}

function deliverTo({ shared }: Session, call: CallState, response: BufferedResponse): void {
  shared.delete(call)
  for (const subscriber of call.subscribers) deliver(response, subscriber)
}

/** Returns when the call may go back to the queue. Otherwise throws the error that ends it. */
async function prepareNext(
  session: Session,
  call: CallState,
  attempt: Attempt,
  step: Exclude<Step, { kind: 'deliver' }>,
): Promise<void> {
  switch (step.kind) {
    case 'fail':
      throw step.error
    case 'again':
      return
    case 'renew':
      if (await hasAnotherToken(session, call, step.rejected)) return
      throw authenticationError(session, call, attempt)
    case 'redirect':
      call.request = step.request
      // As `fetch` does: another origin may have chosen where the token would go back to.
      if (step.request.url.origin !== session.settings.baseUrl.origin) call.isAnonymous = true
      return
    case 'retry':
      await pause(session, call, step, attempt.queued)
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
  if (isRejected && (await hasAnotherToken(session, call, refusal.credentialId))) {
    // The call that was sent and rejected goes back first: it came before.
    await Promise.resolve()
    return
  }
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
