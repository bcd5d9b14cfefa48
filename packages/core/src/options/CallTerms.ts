import type { Priority, WhenLocked } from '../contract/Call.ts'

/** What a caller asked for. */
export interface CallTerms {
  /** The caller's, which cancels it. */
  readonly signal: AbortSignal | undefined
  readonly priority: Priority
  readonly maxWaitMs: number
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly maxBodyBytes: number
  readonly whenLocked: WhenLocked
  /** Whether an identical GET in progress may be joined. */
  readonly dedupe: boolean
  /** Whether it makes no sense without the token. */
  readonly requireToken: boolean
  /** The group with which it takes turns; `undefined` if it has none. */
  readonly group: unknown
  /** What its caller calls it; `undefined` if it has no name. */
  readonly key: unknown
}
