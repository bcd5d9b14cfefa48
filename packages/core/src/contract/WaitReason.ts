/** What a call waits for, longest of all. */
export type WaitReason =
  /** A permit of the limit. */
  | 'limit'
  /** Its turn, where `burstShare` spreads the limit. */
  | 'pacing'
  /** The time that the API named, or its next answer. */
  | 'server'
  /** The call under way that proves the token. */
  | 'verification'
  /** One of the calls under way with the token: `maxInFlight`. */
  | 'inFlight'
  /** Calls lost or rejected lately to be forgotten by the API: more of them could lock the account. */
  | 'unconfirmed'
  /** The end of a lockout. */
  | 'lockout'
  /** The store that several processes or tabs share. */
  | 'store'
  /** The turn of this process or tab: others that share the store have waited longer, or hold less. */
  | 'turn'
