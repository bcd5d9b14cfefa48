import type { WaitReason } from './WaitReason.ts'

/** Why a call was turned away before it was sent. Instants are monotonic; left out where only an answer can tell. */
export type Refusal =
  | { readonly kind: 'rejected'; readonly credentialId: string; readonly retryAt: number | undefined }
  /** The endpoint answered 401 to a credential that others accept. */
  | { readonly kind: 'refused'; readonly credentialId: string; readonly retryAt: number | undefined }
  | { readonly kind: 'locked'; readonly retryAt: number | undefined; readonly reason: string }
  /** The wait would be longer than `maxWaitMs`. */
  | { readonly kind: 'wait'; readonly retryAt: number | undefined; readonly reason: WaitReason }
  /** `maxWaiting` calls are waiting already. */
  | { readonly kind: 'full'; readonly maxWaiting: number }
  /** The store could not be read or written. */
  | { readonly kind: 'store'; readonly cause: unknown }
