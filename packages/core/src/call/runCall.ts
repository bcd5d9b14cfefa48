import type { Outcome } from '../contract/Outcome.ts'
import type { Refusal } from '../contract/Refusal.ts'
import { QueuedCall } from '../queue/QueuedCall.ts'
import { acquirePermit } from './acquirePermit.ts'
import { Attempt } from './Attempt.ts'
import { authenticationError, refusedError } from './callErrors.ts'
import type { CallState } from './CallState.ts'
import { goesAnonymous, hasAnotherToken, nextStep } from './nextStep.ts'
import type { Retry } from './nextStep.ts'
import type { Session } from './Session.ts'
import { turnAwayHasty } from './subscribe.ts'

/** A response whose head is there. Its body is still to be read. */
export interface ReceivedResponse {
  readonly call: CallState
  readonly attempt: Attempt
  readonly outcome: Outcome
  readonly response: Response
}

/** What a call gets before each of its requests. A request to another origin needs no permit. */
type Acquired = QueuedCall | Refusal | undefined

/**
 * Runs a call from the queue to the head of its response, and returns it to the queue if it may be
 * sent again (P3). A 429, a 401, a lockout's 403 and a missing response are errors. Any other
 * response is returned.
 */
export function runCall(session: Session, call: CallState): Promise<ReceivedResponse> {
  // Very many calls may wait here, so that none of them holds the state of the loop yet. Even with
  // its permit a call is not sent at once: a caller that cancels in the same tick spends nothing.
  return Promise.resolve(acquire(session, call)).then((permit) => sendUntilDone(session, call, permit))
}

function acquire(session: Session, call: CallState): Acquired | Promise<Acquired> {
  const isOurs = call.request.url.origin === session.settings.baseUrl.origin
  return isOurs ? acquirePermit(session, call) : undefined
}

async function sendUntilDone(session: Session, call: CallState, first: Acquired): Promise<ReceivedResponse> {
  const { origin } = session.settings.baseUrl
  for (let permit = first; ; permit = await acquire(session, call)) {
    if (permit && !(permit instanceof QueuedCall)) {
      await overcome(session, call, permit)
      continue
    }
    if (permit && !session.scope.mayStillSend(permit)) continue
    const attempt = startAttempt(session, call, permit)
    await attempt.send()
    const step = nextStep(session, call, attempt)
    if (step.kind === 'deliver') return { call, attempt, outcome: attempt.outcome, response: step.response }
    attempt.discard()
    switch (step.kind) {
      case 'fail':
        throw step.error
      case 'again':
        break
      case 'renew':
        if (await hasAnotherToken(session, call, step.rejected)) break
        throw authenticationError(session, call, attempt)
      case 'redirect':
        call.request = step.request
        // As `fetch` does: another origin may have chosen where the token would go back to.
        if (step.request.url.origin !== origin) call.isAnonymous = true
        break
      case 'retry':
        await pause(session, call, step, permit)
    }
  }
}

/**
 * Returns if the call may ask for a permit again, on terms that have changed since. Throws the
 * refusal if they have not.
 */
async function overcome(session: Session, call: CallState, refusal: Refusal): Promise<void> {
  if (refusal.kind === 'wait' && turnAwayHasty(session, call, refusal)) return
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
  if (queued && call.attempts === 1) session.retryBudget.tried(session.clock.now())
  return new Attempt(session, call, queued)
}

/** Waits before a retry. What the API asked for is a wait like that for a permit (P8). */
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
