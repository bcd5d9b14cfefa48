import type { CredentialRecord } from './credentialRecord.ts'
import type { SharedLockout } from './Lockout.ts'
import type { UnconfirmedAttempt } from './Unconfirmed.ts'

/** What members that share a store tell each other of their credentials. */
export interface SharedAuth {
  readonly statuses: Readonly<Record<string, CredentialRecord>>
  readonly unconfirmed: readonly UnconfirmedAttempt[]
  readonly lockout: SharedLockout | undefined
  /**
   * When the newest request was sent that got another response than the API's 2xx or 401, or a
   * gateway's.
   */
  readonly otherResponseTo?: number | undefined
}
