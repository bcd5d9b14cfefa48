import type { Answer } from '../contract/Outcome.ts'
import { Waiter } from '../queue/QueuedCall.ts'
import { delay } from './delay.ts'
import type { Exchange } from './Attempt.ts'
import { exchangeElsewhere, exchangeWithApi } from './makeAttempt.ts'
import { refusedError } from './callErrors.ts'
import type { Journey } from './CallState.ts'
import { goesAnonymous, hasAnotherToken, nextStep } from './decide.ts'
import { pause } from './pause.ts'
import type { Session } from './Session.ts'
import { showUrl } from '../redact/showUrl.ts'
import { takePlace } from './acquirePermit.ts'
import { turnAwayHasty } from './turnAway.ts'

/** A response whose body is still to be read. */
export interface Delivery {
  readonly response: Response
  readonly answer: Answer
  readonly exchange: Exchange
  readonly journey: Journey
}

/**
 * The way of a call, from the line to the head of its answer, and back into the line where it may be tried again (P3).
 * Delivers every answer but a 429, a 401 and a lockout's 403, which are errors, as is no answer at all.
 */
export async function send(session: Session, journey: Journey): Promise<Delivery> {
  for (const signal of journey.terms.signals) signal.throwIfAborted()
  for (;;) {
    const isOurs = journey.request.url.origin === session.settings.baseUrl.origin
    const waiter = isOurs ? await admitted(session, journey) : undefined
    const { exchange, outcome } = waiter
      ? await exchangeWithApi(session, journey, waiter)
      : await exchangeElsewhere(session, journey)
    const step = await nextStep(session, journey, waiter, outcome)
    if (step.kind === 'deliver') return { response: step.response, answer: outcome.answer, exchange, journey }
    if (outcome.kind === 'heard') exchange.discard(outcome.response)
    if (step.kind === 'fail') throw step.error
    if (step.kind === 'redirect') journey.request = step.request
    if (step.kind === 'retry') {
      const { method, url } = journey.request
      const { delayMs, askedMs, reason } = step
      const credential = waiter?.credential
      session.events.emit('retry', {
        method,
        url: showUrl(url, journey.redact),
        credential,
        attempt: journey.attempts,
        delayMs,
        reason,
      })
      if (askedMs > 0) journey.wait = pause(session, askedMs)
      await delay(session, journey, delayMs)
      journey.wait = undefined
      journey.waitedMs += askedMs
    }
  }
}

/** Waits for a permit, again where the call was turned away on terms that have changed since. */
async function admitted(session: Session, journey: Journey): Promise<Waiter> {
  for (;;) {
    const place = await takePlace(session, journey)
    if (place instanceof Waiter) return place
    if (place.kind === 'wait' && turnAwayHasty(session, journey, place)) continue
    if (place.kind === 'rejected' && (await hasAnotherToken(session, journey, place.credential))) continue
    if (place.kind === 'locked' && goesAnonymous(journey)) continue
    throw refusedError(session, journey, place)
  }
}
