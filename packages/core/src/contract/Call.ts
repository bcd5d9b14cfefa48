/** How urgent a call is. */
export type Priority = 'high' | 'normal' | 'low'

/** What to do with a call while the API refuses all authentication. */
export type WhenLocked = 'fail' | 'wait' | 'anonymous'

/** One attempt, as the rules see it. */
export interface Call {
  /** Id of the credential that it carries, or `undefined`. It may change while the call waits. */
  readonly credentialId: string | undefined
  /** Hash of the method and the path, or of the path's template. Computed on the first read. */
  readonly endpoint: string
  /** 0 is `high`. A call rises by one level for each window that it has waited. */
  readonly level: number
  readonly whenLocked: WhenLocked
  /** Set when it is sent. */
  sentAt: number
}
