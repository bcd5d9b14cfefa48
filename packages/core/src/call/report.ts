import type { Limit } from '../contract/Limit.ts'
import type { Outcome } from '../contract/Outcome.ts'
import type { BandoEvents } from '../observe/events.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { CallState } from './CallState.ts'
import type { Session } from './Session.ts'
import { ruleToEpoch, toEpoch } from './Session.ts'

/** Notifies listeners that a call waits in the queue. */
export function reportWait(session: Session, call: CallState, queued: QueuedCall): void {
  const { clock, events } = session
  const { dispatcher } = session.account(queued.credentialId)
  const isFirst = dispatcher.waiting === 1
  const build = (): BandoEvents['wait'] => {
    const now = clock.now()
    const at = dispatcher.next(now)?.at
    const own = dispatcher.forecast(queued, now)
    return {
      method: call.request.method,
      url: call.shownUrl,
      retryAt: toEpoch(session, at),
      waitMs: at === undefined ? undefined : at - now,
      ahead: dispatcher.waiting - 1,
      reason: own.reason,
      nextAt: toEpoch(session, own.at),
      keys: [...call.subscribers].map(({ terms }) => terms.key).filter((key) => key !== undefined),
    }
  }
  events.emit('wait', build, isFirst)
}

/** Notifies listeners that a request is sent. Returns its number among those of the client. */
export function reportRequest({ events }: Session, call: CallState, queued: QueuedCall): number {
  const id = events.nextId()
  events.emit('request', () => ({ ...sentBy(call, queued), id, waitedMs: call.waitedMs }))
  return id
}

/** An attempt that has ended. */
interface Ended {
  readonly id: number
  readonly queued: QueuedCall
  readonly outcome: Outcome
  readonly isNewlyVerified: boolean
}

/** Notifies listeners of what came back, or that nothing did. */
export function reportEnd(
  session: Session,
  call: CallState,
  { id, queued, outcome, isNewlyVerified }: Ended,
): void {
  const { events, scope } = session
  hintAtLimit(session, queued, outcome)
  const durationMs = (): number => session.clock.now() - queued.leftAt
  const sent = (): ReturnType<typeof sentBy> => sentBy(call, queued)
  if ('status' in outcome)
    events.emit('response', () => ({ ...sent(), id, status: outcome.status, durationMs: durationMs() }))
  else
    events.emit('noResponse', () => ({
      ...sent(),
      id,
      sent: outcome.kind === 'lost',
      durationMs: durationMs(),
    }))
  if (isNewlyVerified) events.emit('verified', sent)
  const until = (): number | undefined =>
    ruleToEpoch(session, scope.auth.status(queued.credentialId, scope.now).until)
  switch (outcome.kind) {
    case 'rejected':
      return events.emit('rejected', () => {
        const refusedUntil = scope.auth.endpointRefusedUntil(queued, scope.now)
        const retryAt = until()
        return retryAt === undefined && refusedUntil !== undefined
          ? { ...sent(), retryAt: ruleToEpoch(session, refusedUntil), rejectedBy: 'endpoint' }
          : { ...sent(), retryAt, rejectedBy: 'api' }
      })
    case 'locked':
      return events.emit('locked', () => ({ ...sent(), retryAt: until(), reason: outcome.reason }))
    case 'limited':
      return events.emit('limited', () => {
        const { serverLimit } = session.account(queued.credentialId)
        return { ...sent(), retryAt: ruleToEpoch(session, serverLimit.closedUntil(scope.now)) }
      })
    default:
      return undefined
  }
}

function sentBy(
  call: CallState,
  { credentialId }: QueuedCall,
): { method: string; url: string; credential: string | undefined; attempt: number } {
  return {
    method: call.request.method,
    url: call.shownUrl,
    credential: credentialId,
    attempt: call.attempts,
  }
}

/**
 * Says once how to use more than the default limit, if the API advertises only a shorter window.
 */
function hintAtLimit(session: Session, { credentialId }: QueuedCall, outcome: Outcome): void {
  if (!('advertised' in outcome) || outcome.advertised === undefined) return
  const { limits } = session.account(credentialId).budget
  const advertised = limits.shorterThanDefault
  if (advertised === undefined) return
  const option = credentialId === undefined ? 'anonymousLimit' : 'limit'
  session.hints.write(
    `The API advertises a limit of ${show(advertised)}, and none for a longer time. The client also keeps its default, ${show(limits.first)}. If your account may send more, pass ${option}: { requests, windowMs }.`,
  )
}

function show({ requests, windowMs }: Limit): string {
  return `${requests} requests per ${windowMs / 1000} s`
}
