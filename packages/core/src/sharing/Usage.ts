import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount } from '../scope/Sharing.ts'

/** No more permits are held for calls to come. */
const most = 64

/** The calls that left since the last commit: about as many come before the next one. */
export class Usage {
  readonly #calls = new Map<SharedAccount, QueuedCall[]>()

  add(account: SharedAccount, queued: QueuedCall): void {
    const calls = this.#calls.get(account) ?? []
    if (calls.length < most) this.#calls.set(account, [...calls, queued])
  }

  /** Gives those of an account, and begins to count anew. */
  take(account: SharedAccount): QueuedCall[] {
    const calls = this.#calls.get(account) ?? []
    this.#calls.delete(account)
    return calls
  }
}
