import type { View } from '../observe/StateStore.ts'
import type { Session } from './Session.ts'
import { ruleToEpoch, toEpoch } from './Session.ts'

/** What a client shows of itself, and when time alone will change it. */
export function view(session: Session): View {
  const { now, offsetMs } = session.scope
  const credentialId = session.credentials.current?.id
  const { status, until } = session.scope.auth.status(credentialId, now)
  const { budget, dispatcher, serverLimit } = session.account(credentialId)
  const { requests, windowMs } = budget.limit(now)
  const { first, last } = budget.freeAt(now)
  const { spare } = dispatcher
  const next = dispatcher.next(now - offsetMs)
  const closedUntil = serverLimit.closedUntil(now)
  const { statedUntil } = serverLimit
  const nextAt = next?.at === undefined ? undefined : next.at + offsetMs
  const later = [until, first, nextAt, closedUntil, statedUntil].filter((at) => at !== undefined && at > now)
  return {
    state: {
      auth: { status, until: ruleToEpoch(session, until) },
      limit: {
        requests,
        windowMs,
        // Never more than the API said last, whatever our own count says.
        remaining:
          closedUntil === undefined
            ? Math.min(budget.remaining(now, spare), serverLimit.remaining(now, spare))
            : 0,
        inFlight: budget.inFlight - spare,
        resetsAt: ruleToEpoch(session, latest(last, closedUntil)),
        source: budget.limits.source,
      },
      queue: { waiting: dispatcher.waiting, nextAt: toEpoch(session, next?.at), reason: next?.reason },
    },
    changesAt: Math.min(Infinity, ...(later as number[])) - offsetMs,
  }
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)
}
