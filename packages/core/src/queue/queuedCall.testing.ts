import type { Priority } from '../contract/Call.ts'
import type { QueuedCallOptions } from './QueuedCall.ts'
import { QueuedCall } from './QueuedCall.ts'

/** A waiter of nobody in particular. */
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
