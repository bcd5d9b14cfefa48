import type { LimitSource } from '../contract/Limit.ts'
import type { CredentialStatus } from '../contract/CredentialStatus.ts'
import type { WaitReason } from '../contract/WaitReason.ts'

/**
 * What a client knows before it sends. Instants are epoch milliseconds; left out where only an
 * answer can tell.
 */
export interface BandoState {
  readonly auth: {
    readonly status: CredentialStatus
    /** Until when the status holds. */
    readonly until: number | undefined
  }
  /** Where there are several, the limit with the fewest permits left. */
  readonly limit: {
    readonly requests: number
    readonly windowMs: number
    /** Permits left now. */
    readonly remaining: number
    readonly inFlight: number
    /**
     * When the last permit that is held comes free, as far as answers have told; left out when none
     * is held.
     */
    readonly resetsAt: number | undefined
    readonly source: LimitSource
  }
  readonly queue: {
    readonly waiting: number
    /** When the next call leaves, at the earliest. */
    readonly nextAt: number | undefined
    /** What it waits for, or `undefined` if no call waits. */
    readonly reason: WaitReason | undefined
  }
}
