import type { Answer } from '../contract/Outcome.ts'
import type { Waiter } from '../queue/QueuedCall.ts'
import type { Journey } from './CallState.ts'
import type { Session } from './Session.ts'
import { toEpoch } from './Session.ts'
import { showUrl } from '../redact/showUrl.ts'

export interface Reporter {
  answered(answer: Answer, isNewlyVerified: boolean): void
}

/** Tells listeners that a call has taken its place in the line. */
export function reportWait(session: Session, { request, redact }: Journey, { credential }: Waiter): void {
  const { clock, events } = session
  const { dispatcher } = session.account(credential)
  const now = clock.now()
  const at = dispatcher.next(now)?.at
  events.emit('wait', {
    method: request.method,
    url: showUrl(request.url, redact),
    retryAt: toEpoch(session, at),
    waitMs: at === undefined ? undefined : at - now,
    ahead: dispatcher.waiting - 1,
  })
}

/** Tells listeners that a request leaves, and, when asked, what came back. */
export function report(session: Session, journey: Journey, waiter: Waiter): Reporter {
  const { clock, events, origin } = session
  const sent = {
    method: journey.request.method,
    url: showUrl(journey.request.url, journey.redact),
    credential: waiter.credential,
    attempt: journey.attempts,
  }
  const onTheWire = { ...sent, id: events.nextId() }
  events.emit('request', { ...onTheWire, waitedMs: journey.waitedMs })
  return {
    answered(answer, isNewlyVerified) {
      const now = clock.now()
      const durationMs = now - waiter.leftAt
      if ('status' in answer) events.emit('response', { ...onTheWire, status: answer.status, durationMs })
      else events.emit('noResponse', { ...onTheWire, sent: answer.kind === 'lost', durationMs })
      const until = toEpoch(session, origin.verdicts.status(waiter.credential, now).until)
      if (isNewlyVerified) events.emit('verified', sent)
      if (answer.kind === 'rejected') events.emit('rejected', { ...sent, retryAt: until })
      if (answer.kind === 'locked') events.emit('locked', { ...sent, retryAt: until, reason: answer.reason })
      if (answer.kind === 'limited') {
        const closedUntil = session.account(waiter.credential).serverWord.closedUntil(now)
        events.emit('limited', { ...sent, retryAt: toEpoch(session, closedUntil) })
      }
    },
  }
}
