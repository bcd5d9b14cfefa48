import { describe, expect, it } from 'vitest'
import { outcomes } from '../limiter/call.testing.ts'
import { queued } from '../queue/queuedCall.testing.ts'
import { attempt } from './commit/snapshot.testing.ts'
import { CommitLoop } from './CommitLoop.ts'
import { Holdings } from './Holdings.ts'
import { sharedAccount, sharingHost } from './host.testing.ts'
import { SparePermits } from './SparePermits.ts'

function setUp(id = 'a', requests = 100) {
  const account = sharedAccount(id, [], requests)
  const host = sharingHost(account)
  const holdings = new Holdings()
  let commits = 0
  const loop = new CommitLoop(host.clock, async () => void (commits += 1))
  const spares = new SparePermits(host, holdings, loop)
  let ids = 0
  return {
    account,
    host,
    loop,
    holdings,
    spares,
    commits: () => commits,
    /** Tells of `count` calls that left since the last commit. */
    left: (count: number) => {
      for (let index = 0; index < count; index += 1) spares.count(account, queued())
    },
    /** How many the next commit asks for. */
    wanted: (isLeaving = false) => spares.wanted(account, isLeaving).length,
    /** A commit brings so many. */
    grant: (count: number) => {
      for (let index = 0; index < count; index += 1) {
        ids += 1
        holdings.add({
          attemptId: `m.${ids}`,
          account,
          attempt: attempt(),
          startedAt: host.clock.now(),
          queued: undefined,
        })
      }
      spares.renewed()
    },
  }
}

describe('permits for calls to come are asked for', () => {
  it('twice as many as calls left since the last commit, less those that are held', () => {
    const { left, wanted, grant } = setUp()
    left(3)
    expect(wanted()).toBe(6)
    grant(6)
    left(4)
    expect(wanted()).toBe(2)
  })

  it('never if no call has left, and those that are held go back', () => {
    const { wanted, grant, holdings } = setUp()
    grant(6)
    expect([wanted(), holdings.size]).toEqual([0, 0])
  })

  it('of a large limit without a token: sixteen for the first call, and what was needed lately', async () => {
    const { host, left, wanted, grant, holdings } = setUp('anonymous', 10_000)
    left(1)
    expect(wanted()).toBe(16)
    grant(16)
    left(20)
    expect(wanted()).toBe(24)
    left(2)
    await host.clock.advance(249)
    expect(wanted()).toBe(24)
    await host.clock.advance(1)
    expect([wanted(), holdings.size]).toEqual([0, 0])
  })

  it('128 at most', () => {
    const { left, wanted } = setUp()
    left(1000)
    expect(wanted()).toBe(128)
  })

  it('no more by a member that leaves', () => {
    const { left, wanted } = setUp()
    left(3)
    expect(wanted(true)).toBe(0)
  })
})

it('asks for the next permits when three quarters are used up', async () => {
  const { account, host, spares, grant, commits } = setUp('anonymous', 10_000)
  grant(8)
  for (let index = 0; index < 5; index += 1) expect(spares.take(account, queued(), 0)).toBe(true)
  await host.clock.advance(0)
  expect(commits()).toBe(0)
  spares.take(account, queued(), 0)
  await host.clock.advance(0)
  expect(commits()).toBe(1)
})

describe('the end of a request may be written later', () => {
  it('if it went well, the limit is large, and a permit is held', () => {
    const { account, spares, grant } = setUp('anonymous', 10_000)
    expect(spares.mayWriteLater(account, outcomes.ok, 0)).toBe(false)
    grant(1)
    expect(spares.mayWriteLater(account, outcomes.ok, 0)).toBe(true)
    expect(spares.mayWriteLater(account, outcomes.lost, 0)).toBe(false)
  })

  it('if a commit is under way', () => {
    const { account, spares, loop } = setUp('anonymous', 10_000)
    loop.ask()
    expect(spares.mayWriteLater(account, outcomes.ok, 0)).toBe(true)
  })

  it('never of a smaller limit', () => {
    const { account, spares, grant } = setUp('anonymous', 9999)
    grant(1)
    expect(spares.mayWriteLater(account, outcomes.ok, 0)).toBe(false)
  })
})
