import type { Priority } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Caller, QueuedCallOptions } from './QueuedCall.ts'
import { QueuedCall } from './QueuedCall.ts'

/** A call of a caller of its own. */
export function queued(priority: Priority = 'normal', options: Partial<QueuedCallOptions> = {}): QueuedCall {
  const caller = { owner: {}, credential: undefined }
  return new QueuedCall({
    caller,
    priority,
    whenLocked: 'fail',
    deadlineAt: Infinity,
    timeoutMs: 0,
    ...options,
  })
}

/** Resolves with nothing once the call may be sent, or with why it will not be. */
export function outcomeOf(queued: QueuedCall): Promise<Refusal | undefined> {
  const caller = queued.caller as { settled?: Caller['settled'] }
  return new Promise((resolve) => {
    caller.settled = (_, refusal) => resolve(refusal)
    if (queued.hasGone || queued.refusal) resolve(queued.refusal)
  })
}
