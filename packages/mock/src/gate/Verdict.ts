import type { TokenRecord } from '../accounts/TokenRegistry.ts'
import type { Meter } from '../limits/Meter.ts'

/** Why a credential is not accepted. */
export type RejectionReason = 'malformed' | 'unknown' | 'revoked' | 'expired'

/** Whose budget a request spends, and its answer reports. */
export interface Budget {
  readonly name: 'token' | 'anonymous'
  readonly meter: Meter
}

/** Who asks. */
export interface Caller {
  /** The token's fingerprint, or 'anonymous'. */
  readonly credential: string
  readonly token: TokenRecord | undefined
}

/** Why a credential is turned away before any limit is asked. */
export type Refusal = Caller &
  (
    | { readonly kind: 'rejected'; readonly reason: RejectionReason }
    | { readonly kind: 'locked'; readonly until: number }
    | { readonly kind: 'forbidden' }
  )

/** What the gate decided on one request. */
export type Verdict = { readonly budget: Budget; readonly counted: boolean } & (
  | Refusal
  | (Caller & { readonly kind: 'served' })
  | (Caller & { readonly kind: 'limited' })
)
