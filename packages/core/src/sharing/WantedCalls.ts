import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount } from '../scope/Sharing.ts'
import { callAt } from './commit/callAt.ts'
import type { CallKind } from './Usage.ts'
import type { AccountWork, WantedCall } from './commit/Work.ts'

/** As many calls of an account may leave in one commit. */
const mostWanted = 256

interface Wanted {
  readonly account: SharedAccount
  /** `undefined` for a call to come. */
  readonly queued: QueuedCall | undefined
  readonly want: WantedCall
}

/** The calls for which a commit asks for permits, by the ids of their attempts. */
export class WantedCalls {
  readonly #wanted = new Map<string, Wanted>()
  readonly #nextId: () => string

  constructor(nextId: () => string) {
    this.#nextId = nextId
  }

  get size(): number {
    return this.#wanted.size
  }

  get(attemptId: string): Wanted | undefined {
    return this.#wanted.get(attemptId)
  }

  /**
   * What an account brings to a commit; for calls to come, permits like those of `spare`. The calls
   * of a member that leaves are not sent any more.
   */
  of(account: SharedAccount, spare: readonly CallKind[], isLeaving: boolean): AccountWork {
    const { id, isNamed, credentialIds, terms, limits, dispatcher } = account
    return {
      id,
      isNamed,
      credentialIds: [...credentialIds],
      terms,
      limits: [...limits],
      waiting: isLeaving ? 0 : dispatcher.waiting,
      wanted: dispatcher
        .turns(isLeaving ? 0 : mostWanted)
        .map((queued) => this.#want(account, queued, queued)),
      spare: spare.map((like) => this.#want(account, like, undefined)),
    }
  }

  #want(account: SharedAccount, like: CallKind, queued: QueuedCall | undefined): WantedCall {
    const want = { attemptId: this.#nextId(), call: callAt(like, 0), timeoutMs: like.timeoutMs }
    this.#wanted.set(want.attemptId, { account, queued, want })
    return want
  }
}
