import type { Outcome } from '../contract/Outcome.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { Limit } from '../contract/Limit.ts'
import type { CallState } from './CallState.ts'
import type { Session } from './Session.ts'
import { ruleToEpoch, toEpoch } from './Session.ts'
import { showUrl } from '../redact/showUrl.ts'

export interface Reporter {
  settled(outcome: Outcome, isNewlyVerified: boolean): void
}

/** Tells listeners that a call has taken its place in the line. */
export function reportWait(
  session: Session,
  { request, redact, subscribers }: CallState,
  queued: QueuedCall,
): void {
  const { clock, events } = session
  const { dispatcher } = session.account(queued.credentialId)
  const now = clock.now()
  const at = dispatcher.next(now)?.at
  const own = dispatcher.outlook(queued, now)
  events.emit('wait', {
    method: request.method,
    url: showUrl(request.url, redact),
    retryAt: toEpoch(session, at),
    waitMs: at === undefined ? undefined : at - now,
    ahead: dispatcher.waiting - 1,
    reason: own.reason,
    nextAt: toEpoch(session, own.at),
    keys: [...subscribers].map(({ terms }) => terms.key).filter((key) => key !== undefined),
  })
}

/** Tells listeners that a request leaves, and, when asked, what came back. */
export function report(session: Session, call: CallState, queued: QueuedCall): Reporter {
  const { clock, events, scope } = session
  const sent = {
    method: call.request.method,
    url: showUrl(call.request.url, call.redact),
    credential: queued.credentialId,
    attempt: call.attempts,
  }
  const onTheWire = { ...sent, id: events.nextId() }
  events.emit('request', { ...onTheWire, waitedMs: call.waitedMs })
  return {
    settled(outcome, isNewlyVerified) {
      hintAtLimit(session, queued)
      const now = clock.now()
      const durationMs = now - queued.leftAt
      if ('status' in outcome) events.emit('response', { ...onTheWire, status: outcome.status, durationMs })
      else events.emit('noResponse', { ...onTheWire, sent: outcome.kind === 'lost', durationMs })
      const until = ruleToEpoch(session, scope.auth.status(queued.credentialId, scope.now).until)
      if (isNewlyVerified) events.emit('verified', sent)
      if (outcome.kind === 'rejected') {
        const refusedUntil = scope.auth.endpointRefusedUntil(queued, scope.now)
        const rejectedBy = until === undefined && refusedUntil !== undefined ? 'endpoint' : 'api'
        const retryAt = until ?? ruleToEpoch(session, refusedUntil)
        events.emit('rejected', { ...sent, retryAt, rejectedBy })
      }
      if (outcome.kind === 'locked')
        events.emit('locked', { ...sent, retryAt: until, reason: outcome.reason })
      if (outcome.kind === 'limited') {
        const closedUntil = session.account(queued.credentialId).serverLimit.closedUntil(scope.now)
        events.emit('limited', { ...sent, retryAt: ruleToEpoch(session, closedUntil) })
      }
    },
  }
}

/** Says once how to use more than the default limit, if the API advertises only a shorter window. */
function hintAtLimit(session: Session, { credentialId }: QueuedCall): void {
  const { budget } = session.account(credentialId)
  const advertised = budget.shorterThanDefault
  if (advertised === undefined) return
  const option = credentialId === undefined ? 'anonymousLimit' : 'limit'
  session.hints.write(
    `The API advertises a limit of ${show(advertised)}, and none for a longer time. The client also keeps its default, ${show(budget.defaultLimit)}. If your account may send more, pass ${option}: { requests, windowMs }.`,
  )
}

function show({ requests, windowMs }: Limit): string {
  return `${requests} requests per ${windowMs / 1000} s`
}
