import type { Outcome } from '../contract/Outcome.ts'
import { call, outcomes } from '../limiter/call.testing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { queued } from '../queue/queuedCall.testing.ts'
import { attempt } from './commit/snapshot.testing.ts'
import type { Attempt, LeasedSlots } from './snapshot/Snapshot.ts'
import { CommitLoop } from './CommitLoop.ts'
import { Holdings } from './Holdings.ts'
import { callWith, sharedAccount, sharingHost } from './host.testing.ts'
import { OwnSlots } from './OwnSlots.ts'
import { SparePermits } from './SparePermits.ts'

/** An attempt that is leased, and slots for such attempts. */
export const leased: Partial<Attempt> = { credentialId: 'c', isLeased: true }
export const slots = (count: number): LeasedSlots => ({ credentialId: 'c', count })

/** A member with an account of `requests` an hour, for whose permits calls wait. */
export function setUp(id = 'a', requests = 9999, waiting: QueuedCall[] = [], fewCommitsFrom = 10_000) {
  const account = sharedAccount(id, waiting, requests)
  const host = sharingHost(account)
  const holdings = new Holdings()
  let commits = 0
  const loop = new CommitLoop(host.clock, async () => void (commits += 1))
  const own = new OwnSlots(host, holdings, loop)
  const spares = new SparePermits(host, { holdings, loop, slots: own, fewCommitsFrom })
  let ids = 0
  /** The member holds a permit for a call to come. */
  const hold = (given: Partial<Attempt>): void => {
    ids += 1
    const startedAt = host.clock.now()
    holdings.add({ attemptId: `m.${ids}`, account, attempt: attempt(given), startedAt, queued: undefined })
  }
  return {
    account,
    host,
    loop,
    holdings,
    own,
    spares,
    commits: () => commits,
    /** Tells of `count` calls that left since the last commit. */
    left: (count: number) => {
      for (let index = 0; index < count; index += 1) spares.count(account, queued())
    },
    /** How many the next commit asks for. */
    wanted: (isLeaving = false) => spares.wanted(account, isLeaving).length,
    hold,
    /** A commit brings so many. */
    grant: (count: number, given: Partial<Attempt> = {}, slots?: LeasedSlots) => {
      for (let index = 0; index < count; index += 1) hold(given)
      spares.renewed()
      own.renewed(slots, { othersWait: false, unwritten: [] })
    },
  }
}

/** A member with a verified token, that holds ten leased permits. */
export function leasing(count: number) {
  const all = setUp('c', 10_000)
  const { account, host, spares, holdings } = all
  host.auth.settled(call({ credentialId: 'c' }), outcomes.ok, 0)
  all.grant(10, leased, slots(count))
  return {
    ...all,
    serves: (queued = callWith('c'), { waiting = 0, offsetMs = 0, of = account } = {}): boolean =>
      spares.served(of, queued, offsetMs) > waiting,
    /** Sends a call if it may be sent. */
    send: (queued = callWith('c')): QueuedCall | undefined => {
      if (!spares.take(account, queued, 0)) return undefined
      queued.leave(host.clock.now(), 0)
      host.auth.resume(queued, false)
      return queued
    },
    end: (queued: QueuedCall | undefined, outcome: Outcome): void => {
      const holding = queued && holdings.of(queued)
      if (!holding) throw new Error('The call has no permit.')
      holdings.delete(holding)
      all.own.ended(holding.attempt, outcome)
      host.auth.settled(queued, outcome, host.clock.now())
    },
  }
}
