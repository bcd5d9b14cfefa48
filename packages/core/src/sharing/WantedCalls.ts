import type { Call } from '../contract/Call.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount } from '../scope/Sharing.ts'
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

  get(attemptId: string): Wanted | undefined {
    return this.#wanted.get(attemptId)
  }

  /** What an account brings to a commit; for calls to come, permits like those of `spare`. */
  of(account: SharedAccount, spare: readonly QueuedCall[]): AccountWork {
    const { id, isNamed, credentialIds, terms, limits, dispatcher } = account
    return {
      id,
      isNamed,
      credentialIds: [...credentialIds],
      terms,
      limits: [...limits],
      waiting: dispatcher.waiting,
      wanted: dispatcher.turns(mostWanted).map((queued) => this.#want(account, queued, queued)),
      spare: spare.map((like) => this.#want(account, like, undefined)),
    }
  }

  #want(account: SharedAccount, like: QueuedCall, queued: QueuedCall | undefined): WantedCall {
    const { sentAt: _, ...call } = factsOf(like)
    const want = { attemptId: this.#nextId(), call, timeoutMs: like.timeoutMs }
    this.#wanted.set(want.attemptId, { account, queued, want })
    return want
  }
}

/**
 * A call as plain data. Only the rules of credentials look at its endpoint, and to name that costs
 * a hash.
 */
export function factsOf(call: Call): Call {
  const { credentialId, level, whenLocked, sentAt } = call
  const endpoint = credentialId === undefined ? '' : call.endpoint
  return { credentialId, endpoint, level, whenLocked, sentAt }
}
