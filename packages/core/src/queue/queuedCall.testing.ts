import type { Priority } from '../contract/Call.ts'
import type { WaiterOptions } from './QueuedCall.ts'
import { Waiter } from './QueuedCall.ts'

/** A waiter of nobody in particular. */
export function waiter(priority: Priority = 'normal', options: Partial<WaiterOptions> = {}): Waiter {
  const caller = { owner: {}, bearer: undefined }
  return new Waiter({ caller, priority, whenLocked: 'fail', deadlineAt: Infinity, timeoutMs: 0, ...options })
}
