import type { WaitReason } from '../contract/WaitReason.ts'
import type { BandoErrorDetails } from './BandoError.ts'
import { BandoError } from './BandoError.ts'

/**
 * The budget is spent: the API said so (429), or the wait for it would be longer than `maxWaitMs`.
 * `status` is that of the answer that asked to wait: 429, or 503; left out where none did.
 */
export class BandoLimitError extends BandoError {
  override readonly name = 'BandoLimitError'
  readonly code = 'limit'
  /** What the call would have waited for, or `undefined` if the queue was full. */
  readonly reason: WaitReason | undefined

  constructor(
    message: string,
    { reason, ...details }: BandoErrorDetails & { readonly reason?: WaitReason | undefined },
  ) {
    super(message, details)
    this.reason = reason
  }
}
