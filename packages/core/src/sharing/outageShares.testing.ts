import type { Outcome } from '../contract/Outcome.ts'
import { call, outcomes } from '../limiter/call.testing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { memberWith, snapshotOf } from './commit/snapshot.testing.ts'
import { Holdings } from './Holdings.ts'
import { sharedAccount, sharingHost } from './host.testing.ts'
import { OutageShares } from './OutageShares.ts'
import type { Share, Snapshot } from './snapshot/Snapshot.ts'

/** How far the store's clock is ahead of the member's. */
export const offsetMs = 1000

/** A snapshot in which the member `m` has `shares`. */
export function sharesOf(shares: Record<string, Share>): Snapshot {
  return snapshotOf({ m: memberWith({ shares }) })
}

/** A member whose account `id` has a share of two requests a second, while the store fails. */
export function setUp(id: string, given: Partial<Share> = {}) {
  const account = sharedAccount(id)
  const host = sharingHost(account)
  const { clock, auth } = host
  const holdings = new Holdings()
  let ids = 0
  const shares = new OutageShares(host, holdings, () => `m.${(ids += 1)}`)
  /** A request with the token `c` is accepted now. */
  const verify = (): void => {
    const at = clock.now() + offsetMs
    auth.settled(call({ credentialId: 'c', sentAt: at }), outcomes.ok, at)
  }
  verify()
  const share: Share = { requests: 2, windowMs: 1000, until: 1e9, ...given }
  /** A commit says that the member has `changed` as its share. */
  const learn = (changed: Partial<Share> = {}): boolean =>
    shares.learn(sharesOf({ [id]: { ...share, ...changed } }), 'm', clock.now() + offsetMs)
  learn()
  return {
    account,
    host,
    clock,
    holdings,
    shares,
    verify,
    learn,
    /** Takes a permit of the share for `queued`, if there is one. */
    take: (queued: QueuedCall): boolean => shares.take(account, queued, offsetMs),
    /** The request of `queued` ends. */
    end: (queued: QueuedCall, outcome: Outcome): void => {
      const holding = holdings.of(queued)
      if (!holding) throw new Error('The call has no permit.')
      holdings.delete(holding)
      shares.ended(holding, outcome)
    },
  }
}
