import type { Call } from '../contract/Call.ts'
import type { SharedAccount } from '../scope/Sharing.ts'

/** So many calls between two commits are remembered. */
const most = 64

/** Permits for calls to come are given back when no call has come for this long. */
export const spareMs = 250

/** What a permit must be good for, so that a call like another can use it. */
export interface CallKind extends Omit<Call, 'sentAt'> {
  readonly timeoutMs: number
}

interface Taken {
  readonly calls: readonly CallKind[]
  readonly at: number
}

/** The calls that left between two commits: about as many come before the next one. */
export class Usage {
  readonly #calls = new Map<SharedAccount, CallKind[]>()
  readonly #taken = new Map<SharedAccount, Taken>()

  /** The call itself, which may be large, is not kept. */
  add(account: SharedAccount, { credentialId, level, whenLocked, timeoutMs }: CallKind): void {
    const calls = this.#calls.get(account) ?? []
    if (calls.length < most)
      this.#calls.set(account, [...calls, { credentialId, level, whenLocked, timeoutMs, endpoint: '' }])
  }

  /** Whether any call has left since. */
  get hasAny(): boolean {
    return this.#calls.size > 0
  }

  /** Gives those of an account, and begins to count anew. */
  take(account: SharedAccount): readonly CallKind[] {
    const calls = this.#calls.get(account) ?? []
    this.#calls.delete(account)
    return calls
  }

  /**
   * As `take`, or as it was a while ago if more had left then. Between two commits that follow each
   * other at once only few leave.
   */
  takeMost(account: SharedAccount, now: number): readonly CallKind[] {
    const calls = this.take(account)
    const before = this.#taken.get(account)
    if (before && before.calls.length > calls.length && now - before.at < spareMs) return before.calls
    this.#taken.set(account, { calls, at: now })
    return calls
  }

  /** As `take`, but none if a single call has left for a while: no other may follow soon. */
  takeRepeated(account: SharedAccount, now: number): readonly CallKind[] {
    const calls = this.take(account)
    const before = this.#taken.get(account)
    if (calls.length > 0) this.#taken.set(account, { calls, at: now })
    const isRepeated = calls.length > 1 || (before !== undefined && now - before.at < spareMs)
    return isRepeated ? calls : []
  }
}
