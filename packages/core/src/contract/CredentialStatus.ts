/** What is known of a credential. */
export type CredentialStatus = 'anonymous' | 'unverified' | 'verified' | 'rejected' | 'locked'
