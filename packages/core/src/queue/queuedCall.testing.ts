import type { Priority } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Credential } from '../contract/Credential.ts'
import type { DispatcherOptions } from './DispatcherOptions.ts'
import type { Caller, QueuedCallOptions } from './QueuedCall.ts'
import { QueuedCall } from './QueuedCall.ts'

/** A caller that hears nothing. */
export function silentCaller(credential?: Credential): Caller & { credential: Credential | undefined } {
  return { owner: {}, credential, endpoint: '', waits() {}, settled() {} }
}

/** Numbers calls as they arrive. */
export function counter(): () => number {
  let count = 0
  return () => (count += 1)
}

/** What a dispatcher of one process needs beside its clock, its rules and its limits. */
export function local(): Pick<DispatcherOptions, 'nextOrder' | 'offsetMs' | 'onSent'> {
  return { nextOrder: counter(), offsetMs: () => 0, onSent: (queued) => queued.go() }
}

/** A call of a caller of its own. */
export function queued(priority: Priority = 'normal', options: Partial<QueuedCallOptions> = {}): QueuedCall {
  return new QueuedCall({
    caller: silentCaller(),
    priority,
    whenLocked: 'fail',
    deadlineAt: Infinity,
    timeoutMs: 0,
    ...options,
  })
}

/** Resolves with nothing once the call may be sent, or with why it will not be. */
export function outcomeOf(queued: QueuedCall): Promise<Refusal | undefined> {
  const caller = queued.caller as { settled: Caller['settled'] }
  return new Promise((resolve) => {
    caller.settled = (_, refusal) => resolve(refusal)
    if (queued.isSent || queued.refusal) resolve(queued.refusal)
  })
}
