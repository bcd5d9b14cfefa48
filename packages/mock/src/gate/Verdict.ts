import type { TokenRecord } from '../accounts/TokenRegistry.ts'
import type { Meter } from '../limits/Meter.ts'

/** Why a credential is rejected. */
export type RejectionReason = 'malformed' | 'unknown' | 'revoked' | 'expired'

/** The budget that a request spends and its response reports. */
export interface Budget {
  readonly name: 'token' | 'anonymous'
  readonly meter: Meter
}

/** The caller of a request. */
export interface Caller {
  /** The token's fingerprint, or 'anonymous'. */
  readonly credential: string
  readonly token: TokenRecord | undefined
}

/** Why a request is refused before the limit is checked. */
export type Refusal = Caller &
  (
    | { readonly kind: 'rejected'; readonly reason: RejectionReason }
    | { readonly kind: 'locked'; readonly until: number }
    | { readonly kind: 'forbidden' }
  )

/** The gate's decision on one request. */
export type Verdict = { readonly budget: Budget; readonly counted: boolean } & (
  | Refusal
  | (Caller & { readonly kind: 'served' })
  | (Caller & { readonly kind: 'limited' })
)
