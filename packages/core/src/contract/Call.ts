/** How urgent a call is. */
export type Priority = 'high' | 'normal' | 'low'

/** What to do with a call while the API refuses all authentication. */
export type WhenLocked = 'fail' | 'wait' | 'anonymous'

/** One attempt, as the rules see it. */
export interface Call {
  /** Fingerprint of the credential it will carry; `undefined`: anonymous. Read when it leaves, not when it is made. */
  readonly credentialId: string | undefined
  /** Hash of the method and the path, or of the path's template. Computed when it is first read. */
  readonly endpoint: string
  /** 0 is `high`; a call that has waited a window rises a level. */
  readonly level: number
  readonly whenLocked: WhenLocked
  /** Set when it leaves. */
  sentAt: number
}
