import type { Priority } from '../contract/Call.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import type { Session } from './Session.ts'
import { toEpoch } from './Session.ts'
import { hurry } from './subscribe.ts'

/** What one call waits for. */
export interface CallWait {
  readonly reason: WaitReason
  /**
   * Earliest time at which the call can be sent, in epoch ms; `undefined` if only a response can
   * tell.
   */
  readonly nextAt: number | undefined
}

/** Returns what the call of that `key` waits for, or `undefined` if it does not wait. */
export function waitOf(session: Session, key: unknown): CallWait | undefined {
  const wait = session.keyedCalls.get(key)?.wait
  if (wait?.until !== undefined) return { reason: 'server', nextAt: toEpoch(session, wait.until) }
  if (wait?.queued === undefined) return undefined
  const { dispatcher } = session.account(wait.queued.credentialId)
  const { at, reason } = dispatcher.forecast(wait.queued, session.clock.now())
  return { reason, nextAt: toEpoch(session, at) }
}

/** Makes the call of that `key` more urgent, if it is under way and less urgent. */
export function raise(session: Session, key: unknown, priority: Priority): void {
  const call = session.keyedCalls.get(key)
  if (call) hurry(session, call, priority)
}
