import { describe, expect, it } from 'vitest'
import { queued } from '../queue/queuedCall.testing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { outcomes } from '../limiter/call.testing.ts'
import { attempt } from './commit/snapshot.testing.ts'
import type { Asked, Brought } from './Asks.ts'
import { Asks } from './Asks.ts'
import { CommitLoop } from './CommitLoop.ts'
import { Holdings } from './Holdings.ts'
import { sharedAccount, sharingHost } from './host.testing.ts'
import { OwnSlots } from './OwnSlots.ts'
import { SparePermits } from './SparePermits.ts'

const brought: Brought = {
  joinedAt: 5,
  known: undefined,
  pardoned: ['p'],
  isLeaving: false,
  shares: { spent: [], withToken: [] },
  offsetMs: 0,
  ended: [],
}

function setUp(waiting: QueuedCall[]) {
  const host = sharingHost(sharedAccount('a', waiting))
  const holdings = new Holdings()
  const loop = new CommitLoop(host.clock, async () => {})
  const slots = new OwnSlots(host, holdings, loop)
  const spares = new SparePermits(host, { holdings, loop, slots, fewCommitsFrom: 10_000 })
  const asks = new Asks(host, {
    memberId: 'm',
    holdings,
    slots,
    spares,
    outageShare: 0,
    fewCommitsFrom: 10_000,
  })
  return {
    host,
    next: (given: Partial<Brought> = {}): Asked => asks.next({ ...brought, ...given }),
    /** Takes all that was asked for. */
    grant: ({ work, wanted, startedAt }: Asked) => {
      const granted = work.accounts
        .flatMap((each) => each.wanted)
        .map(({ attemptId }) => ({ attemptId, attempt: attempt() }))
      holdings.take(granted, wanted, startedAt)
    },
  }
}

describe('a commit brings', () => {
  it('what its member knows and holds, when it was started, and how requests ended', async () => {
    const { host, next, grant } = setUp([queued()])
    grant(next())
    await host.clock.advance(10)
    const end = { attemptId: 'm.9', attempt: attempt(), call: queued(), outcome: outcomes.ok, told() {} }
    const ended = [{ ...end, owner: sharedAccount('a') }]
    const { work, startedAt, ...asked } = next({ ended })
    expect([startedAt, asked.ended]).toEqual([10, ended])
    expect(work).toMatchObject({ memberId: 'm', joinedAt: 5, pardoned: ['p'], isLeaving: false, random: 0.5 })
    expect(work.held).toEqual({ 'm.1': attempt() })
    expect(work.ended).toEqual([
      { attemptId: 'm.9', attempt: attempt(), call: end.call, outcome: outcomes.ok },
    ])
  })

  it('ids that no other commit has', () => {
    const { next } = setUp([queued()])
    const ids = [next(), next()].map(({ work }) => [work.lineage, work.accounts[0]?.wanted[0]?.attemptId])
    expect(ids).toEqual([
      ['m.1', 'm.1'],
      ['m.2', 'm.2'],
    ])
  })

  it('no more than 256 of the calls that wait, and how many there are', () => {
    const { next } = setUp(Array.from({ length: 300 }, () => queued()))
    const [account] = next().work.accounts
    expect([account?.wanted.length, account?.waiting]).toEqual([256, 300])
  })
})
