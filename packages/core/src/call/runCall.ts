import type { Outcome } from '../contract/Outcome.ts'
import { QueuedCall } from '../queue/QueuedCall.ts'
import { delay } from './delay.ts'
import type { Attempt } from './Attempt.ts'
import { sendElsewhere, sendToApi } from './makeAttempt.ts'
import { refusedError } from './callErrors.ts'
import type { CallState } from './CallState.ts'
import { goesAnonymous, hasAnotherToken, decide } from './decide.ts'
import { pause } from './pause.ts'
import type { Session } from './Session.ts'
import { showUrl } from '../redact/showUrl.ts'
import { acquirePermit } from './acquirePermit.ts'
import { turnAwayHasty } from './turnAway.ts'

/** A response whose body is still to be read. */
export interface Delivery {
  readonly response: Response
  readonly outcome: Outcome
  readonly attempt: Attempt
  readonly call: CallState
}

/**
 * The way of a call, from the line to the head of its answer, and back into the line where it may be tried again (P3).
 * Delivers every answer but a 429, a 401 and a lockout's 403, which are errors, as is no answer at all.
 */
export async function runCall(session: Session, call: CallState): Promise<Delivery> {
  for (const signal of call.terms.signals) signal.throwIfAborted()
  for (;;) {
    const isOurs = call.request.url.origin === session.settings.baseUrl.origin
    const queued = isOurs ? await admitted(session, call) : undefined
    const { attempt, result } = queued
      ? await sendToApi(session, call, queued)
      : await sendElsewhere(session, call)
    const step = await decide(session, call, queued, result)
    if (step.kind === 'deliver') return { response: step.response, outcome: result.outcome, attempt, call }
    if (result.kind === 'heard') attempt.discard(result.response)
    if (step.kind === 'fail') throw step.error
    if (step.kind === 'redirect') {
      call.request = step.request
      // As `fetch` does: another origin may have chosen where the token would go back to.
      if (step.request.url.origin !== session.settings.baseUrl.origin) call.isAnonymous = true
    }
    if (step.kind === 'retry') {
      const { method, url } = call.request
      const { delayMs, askedMs, reason } = step
      const credential = queued?.credentialId
      session.events.emit('retry', {
        method,
        url: showUrl(url, call.redact),
        credential,
        attempt: call.attempts,
        delayMs,
        reason,
      })
      if (askedMs > 0) call.wait = pause(session, askedMs)
      await delay(session, call, delayMs)
      call.wait = undefined
      call.waitedMs += askedMs
    }
  }
}

/** Waits for a permit, again where the call was turned away on terms that have changed since. */
async function admitted(session: Session, call: CallState): Promise<QueuedCall> {
  for (;;) {
    const permit = await acquirePermit(session, call)
    if (permit instanceof QueuedCall) {
      if (session.scope.mayStillSend(permit)) return permit
      continue
    }
    if (permit.kind === 'wait' && turnAwayHasty(session, call, permit)) continue
    const isRejected = permit.kind === 'rejected' || permit.kind === 'refused'
    if (isRejected && (await hasAnotherToken(session, call, permit.credentialId))) continue
    if (permit.kind === 'locked' && goesAnonymous(call)) continue
    throw refusedError(session, call, permit)
  }
}
