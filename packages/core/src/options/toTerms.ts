import type { WhenLocked } from '../contract/Call.ts'
import { bytes, duration, flag, oneOf } from './checks.ts'

/** What a client sets for its calls, and a call may set for itself. */
export interface Terms {
  readonly maxWaitMs: number
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly maxBodyBytes: number
  readonly whenLocked: WhenLocked
  readonly dedupe: boolean
}

/** `given`, checked, and completed by `fallback`. @throws BandoConfigError */
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
