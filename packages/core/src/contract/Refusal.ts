import type { WaitReason } from './WaitReason.ts'

/**
 * Why a call was refused before it was sent. `retryAt` is monotonic, and left out if only a
 * response can tell.
 */
export type Refusal =
  | { readonly kind: 'rejected'; readonly credentialId: string; readonly retryAt: number | undefined }
  /** The endpoint responded with 401 to a credential that other endpoints accept. */
  | { readonly kind: 'refused'; readonly credentialId: string; readonly retryAt: number | undefined }
  | { readonly kind: 'locked'; readonly retryAt: number | undefined; readonly reason: string }
  /** The wait would be longer than `maxWaitMs`. */
  | { readonly kind: 'wait'; readonly retryAt: number | undefined; readonly reason: WaitReason }
  /** `maxWaiting` calls are waiting already. */
  | { readonly kind: 'full'; readonly maxWaiting: number }
  /** The store could not be read or written. */
  | { readonly kind: 'store'; readonly cause: unknown }
