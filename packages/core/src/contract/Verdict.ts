/** What is known of a credential. */
export type Verdict = 'anonymous' | 'unverified' | 'verified' | 'rejected' | 'locked'
