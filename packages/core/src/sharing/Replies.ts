import type { StoreOptions } from '../contract/Store.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import type { Holdings } from './Holdings.ts'
import type { OutageShares } from './OutageShares.ts'

export interface RepliesOptions {
  readonly holdings: Holdings
  readonly shares: OutageShares
  readonly onOutage: StoreOptions['onOutage']
}

/** Tells the queues what came of a commit. */
export class Replies {
  readonly #host: SharingHost
  readonly #options: RepliesOptions

  constructor(host: SharingHost, options: RepliesOptions) {
    this.#host = host
    this.#options = options
  }

  /**
   * Sends the calls that were granted a permit, unless it came too late or its call is gone.
   * Returns those whose permit goes back.
   */
  granted(leaving: ReadonlyMap<SharedAccount, readonly QueuedCall[]>, hasLearnt: boolean): QueuedCall[] {
    const { holdings } = this.#options
    const unused: QueuedCall[] = []
    for (const account of this.#host.accounts()) {
      const fresh: QueuedCall[] = []
      for (const queued of leaving.get(account) ?? [])
        (holdings.isFresh(holdings.of(queued), this.#host.clock.now()) ? fresh : unused).push(queued)
      unused.push(...account.dispatcher.reply(fresh, hasLearnt))
    }
    return unused
  }

  /**
   * Sends what the shares for outages allow. The other calls wait, or fail with `cause`. Call
   * before the next commit is started: it tells of what was sent.
   */
  failed(cause: unknown, offsetMs: number): void {
    const { shares, onOutage } = this.#options
    for (const account of this.#host.accounts()) {
      const { dispatcher } = account
      dispatcher.sendWhile((queued) => shares.take(account, queued, offsetMs))
      if (onOutage === 'wait') dispatcher.suspend(cause)
      else dispatcher.fail(cause)
    }
  }
}
