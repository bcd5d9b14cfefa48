import type { Priority, WhenLocked } from '../contract/Call.ts'
import { bytes, duration, flag, oneOf } from './checks.ts'

/** What a client sets for its calls, and a call may set for itself. */
export interface Terms {
  readonly maxWaitMs: number
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly maxBodyBytes: number
  readonly whenLocked: WhenLocked
  /** Whether an identical GET in progress may be joined. */
  readonly dedupe: boolean
}

/** What a caller asked for. */
export interface CallTerms extends Terms {
  /** The caller's, which cancels it. */
  readonly signal: AbortSignal | undefined
  readonly priority: Priority
  /** Whether it makes no sense without the token. */
  readonly requireToken: boolean
  /** The group with which it takes turns; `undefined` if it has none. */
  readonly group: unknown
  /** What its caller calls it; `undefined` if it has no name. */
  readonly key: unknown
}

/** Returns `given`, checked, and completed by `fallback`. @throws BandoConfigError */
export function toTerms(
  given: { readonly [Name in keyof Terms]?: Terms[Name] | undefined },
  fallback: Terms,
): Terms {
  const isEndless = true
  return {
    maxWaitMs: duration('maxWaitMs', given.maxWaitMs, fallback.maxWaitMs, { least: 0, isEndless }),
    timeoutMs: duration('timeoutMs', given.timeoutMs, fallback.timeoutMs),
    deadlineMs: duration('deadlineMs', given.deadlineMs, fallback.deadlineMs, { isEndless }),
    maxBodyBytes: bytes('maxBodyBytes', given.maxBodyBytes, fallback.maxBodyBytes),
    whenLocked: oneOf('whenLocked', given.whenLocked, ['fail', 'wait', 'anonymous'], fallback.whenLocked),
    dedupe: flag('dedupe', given.dedupe, fallback.dedupe),
  }
}
