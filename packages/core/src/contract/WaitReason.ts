/** What a call waits for, longest of all. */
export type WaitReason =
  /** A permit of the limit. */
  | 'limit'
  /** Its turn, if `burstShare` spreads the limit. */
  | 'pacing'
  /** The time that the API named, or its next response. */
  | 'server'
  /** The probe that is in flight. */
  | 'verification'
  /** A slot: `maxInFlight` requests with the token are in flight. */
  | 'inFlight'
  /**
   * The API must forget failed or unconfirmed logins first: more of them could lock the account.
   */
  | 'unconfirmed'
  /** The end of a lockout. */
  | 'lockout'
  /** The store that several processes or tabs share. */
  | 'store'
  /**
   * The turn of this process or tab. Others that share the store have waited longer, or hold less.
   */
  | 'turn'
