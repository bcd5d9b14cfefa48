import type { Priority, WhenLocked } from '../contract/Call.ts'

/** What a call asked for. */
export interface CallTerms {
  /** Any of these ends it: the caller's, and that of the client that closes. */
  readonly signals: readonly AbortSignal[]
  readonly priority: Priority
  readonly maxWaitMs: number
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly maxBodyBytes: number
  readonly whenLocked: WhenLocked
  /** Whether it makes no sense without the token. */
  readonly requireToken: boolean
  /** The group with which it takes turns; `undefined` if it has none. */
  readonly group: unknown
  /** What its caller calls it; `undefined` if it has no name. */
  readonly key: unknown
}
