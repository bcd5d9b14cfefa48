import { describe, expect, it } from 'vitest'
import { queued } from '../queue/queuedCall.testing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { outcomes } from '../limiter/call.testing.ts'
import { attempt } from './commit/snapshot.testing.ts'
import type { Asked, Brought } from './Asks.ts'
import { Asks } from './Asks.ts'
import { Holdings } from './Holdings.ts'
import { sharedAccount, sharingHost } from './host.testing.ts'

const brought: Brought = {
  joinedAt: 5,
  known: undefined,
  pardoned: ['p'],
  isLeaving: false,
  shares: { spent: [], withToken: [] },
  ended: [],
}

function setUp(waiting: QueuedCall[] = [], id = 'a', requests = 100) {
  const account = sharedAccount(id, waiting, requests)
  const host = sharingHost(account)
  const holdings = new Holdings()
  const asks = new Asks(host, 'm', { holdings, outageShare: 0 })
  return {
    host,
    asks,
    /** Tells of `count` calls that left since the last commit. */
    left: (count: number) => {
      for (let index = 0; index < count; index += 1) asks.count(account, queued())
    },
    next: (given: Partial<Brought> = {}): Asked => asks.next({ ...brought, ...given }),
    /** Takes all that was asked for. */
    grant: ({ work, wanted, startedAt }: Asked) => {
      const all = work.accounts.flatMap((each) => [...each.wanted, ...each.spare])
      const granted = all.map(({ attemptId }) => ({ attemptId, attempt: attempt() }))
      holdings.take(granted, wanted, startedAt)
    },
  }
}

const spareOf = ({ work }: Asked): number => work.accounts[0]?.spare.length ?? 0

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

describe('permits for calls to come are asked for', () => {
  it('twice as many as calls left since the last commit, less those that are held', () => {
    const { left, next, grant } = setUp()
    left(3)
    const first = next()
    expect(spareOf(first)).toBe(6)
    grant(first)
    left(4)
    expect(spareOf(next())).toBe(2)
  })

  it('never if no call has left, and those that are held go back', () => {
    const { left, next, grant } = setUp()
    left(3)
    grant(next())
    const idle = next()
    expect([spareOf(idle), idle.work.held]).toEqual([0, {}])
  })

  it('of a large limit without a token: sixteen for the first call, and what was needed lately', async () => {
    const { host, left, next, grant } = setUp([], 'anonymous', 10_000)
    left(1)
    grant(next())
    expect(Object.keys(next().work.held)).toHaveLength(16)
    left(20)
    expect(spareOf(next())).toBe(24)
    left(2)
    await host.clock.advance(249)
    expect(spareOf(next())).toBe(24)
    await host.clock.advance(1)
    expect([spareOf(next()), next().work.held]).toEqual([0, {}])
  })

  it('128 at most', () => {
    const { left, next } = setUp()
    left(1000)
    expect(spareOf(next())).toBe(128)
  })

  it('no more by a member that leaves', () => {
    const { left, next } = setUp()
    left(3)
    expect(spareOf(next({ isLeaving: true }))).toBe(0)
  })
})
