/** What is known of a credential. */
export type CredentialStatus = 'anonymous' | 'unverified' | 'verified' | 'rejected' | 'locked'

/** A status, and until when it holds. No instant if only a response changes it. */
export interface StatusNow {
  readonly status: CredentialStatus
  readonly until: number | undefined
}
