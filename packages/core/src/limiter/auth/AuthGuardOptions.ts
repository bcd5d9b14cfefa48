export interface AuthGuardOptions {
  /** How long a response verifies a credential, in ms. */
  readonly verifiedForMs: number
  /**
   * How many attempts with a verified credential may be in flight, below any "several" of CONTRACT
   * C7.
   */
  readonly maxInFlight: number
  /** How long after the client gave it up a request may still reach the server, in ms. */
  readonly maxFlightMs: number
  readonly random: () => number
}
