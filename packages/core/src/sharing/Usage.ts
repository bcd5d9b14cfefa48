import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount } from '../scope/Sharing.ts'

/** No more permits are held for calls to come. */
const most = 64

/** Permits for calls to come are given back when no call has come for this long. */
export const spareMs = 250

interface Taken {
  readonly calls: readonly QueuedCall[]
  readonly at: number
}

/** The calls that left between two commits: about as many come before the next one. */
export class Usage {
  readonly #calls = new Map<SharedAccount, QueuedCall[]>()
  readonly #taken = new Map<SharedAccount, Taken>()

  add(account: SharedAccount, queued: QueuedCall): void {
    const calls = this.#calls.get(account) ?? []
    if (calls.length < most) this.#calls.set(account, [...calls, queued])
  }

  /** Whether any call has left since. */
  get hasAny(): boolean {
    return this.#calls.size > 0
  }

  /** Gives those of an account, and begins to count anew. */
  take(account: SharedAccount): readonly QueuedCall[] {
    const calls = this.#calls.get(account) ?? []
    this.#calls.delete(account)
    return calls
  }

  /**
   * As `take`, or as it was a while ago if more had left then. Between two commits that follow each
   * other at once only few leave.
   */
  takeMost(account: SharedAccount, now: number): readonly QueuedCall[] {
    const calls = this.take(account)
    const before = this.#taken.get(account)
    if (before && before.calls.length > calls.length && now - before.at < spareMs) return before.calls
    this.#taken.set(account, { calls, at: now })
    return calls
  }
}
