import type { Priority, WhenLocked } from '../contract/Call.ts'
import type { StandardSchema } from '../contract/StandardSchema.ts'
import { bytes, duration, flag, oneOf, signal } from './checks.ts'
import type { ResponseForm } from './ResponseOptions.ts'

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
  /** What to make of the body; `undefined`: what its content type says. */
  readonly as: ResponseForm | undefined
  /** What checks it. */
  readonly schema: StandardSchema | undefined
}

type Given<All> = { readonly [Name in keyof All]?: All[Name] | undefined }

/** Whether the body is left to the caller, who reads it as it arrives. */
export function leavesBody({ as }: CallTerms): boolean {
  return as === 'stream' || as === 'response'
}

/** Returns `given`, checked, and completed by `fallback`. @throws BandoConfigError */
export function toTerms(given: Given<Terms>, fallback: Terms): Terms {
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

/** The same of a call, checked, and completed by what its client sets. @throws BandoConfigError */
export function toCallTerms(given: Given<CallTerms>, settings: Terms): CallTerms {
  const { maxWaitMs, timeoutMs, deadlineMs, maxBodyBytes, whenLocked, dedupe } = toTerms(given, settings)
  // Listed, they take a third of what they take spread, and very many calls may wait.
  return {
    maxWaitMs,
    timeoutMs,
    deadlineMs,
    maxBodyBytes,
    whenLocked,
    dedupe,
    signal: signal(given.signal),
    priority: oneOf('priority', given.priority, ['high', 'normal', 'low'], 'normal'),
    requireToken: flag('requireToken', given.requireToken, false),
    group: given.group,
    key: given.key,
    as: given.as,
    schema: given.schema,
  }
}
