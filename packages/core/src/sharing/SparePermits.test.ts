import { describe, expect, it } from 'vitest'
import type { Credential } from '../contract/Credential.ts'
import type { Outcome } from '../contract/Outcome.ts'
import { call, outcomes } from '../limiter/call.testing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { queued, silentCaller } from '../queue/queuedCall.testing.ts'
import { attempt } from './commit/snapshot.testing.ts'
import type { Attempt, LeasedSlots } from './snapshot/Snapshot.ts'
import { CommitLoop } from './CommitLoop.ts'
import { Holdings } from './Holdings.ts'
import { sharedAccount, sharingHost } from './host.testing.ts'
import { SparePermits } from './SparePermits.ts'

function setUp(id = 'a', requests = 100, waiting: QueuedCall[] = []) {
  const account = sharedAccount(id, waiting, requests)
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
    grant: (count: number, given: Partial<Attempt> = {}, slots?: LeasedSlots) => {
      for (let index = 0; index < count; index += 1) {
        ids += 1
        holdings.add({
          attemptId: `m.${ids}`,
          account,
          attempt: attempt(given),
          startedAt: host.clock.now(),
          queued: undefined,
        })
      }
      spares.renewed(slots, [])
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

  it('of a large limit: sixteen for each call that waits, if several do', () => {
    const three = [queued(), queued(), queued()]
    expect(setUp('a', 10_000, three).wanted()).toBe(48)
    expect(setUp('a', 10_000, [queued()]).wanted()).toBe(0)
    expect(setUp('a', 9999, three).wanted()).toBe(0)
  })

  it('128 at most', () => {
    const { left, wanted } = setUp()
    left(1000)
    expect(wanted()).toBe(128)
  })

  it('like those of the call that waits first, and what it cannot use goes back', () => {
    const withToken = (id: string): QueuedCall =>
      queued('normal', { caller: silentCaller({ id } as Credential) })
    const next = withToken('next')
    const { spares, account, grant, holdings } = setUp('a', 100, [next])
    spares.count(account, withToken('before'))
    grant(2, { credentialId: 'before' })
    expect(spares.wanted(account, false)).toEqual([next, next])
    expect(holdings.size).toBe(0)
  })

  it('no more by a member that leaves', () => {
    const { left, wanted } = setUp()
    left(3)
    expect(wanted(true)).toBe(0)
  })
})

describe('leased slots', () => {
  const leased: Partial<Attempt> = { credentialId: 'c', isLeased: true }
  const slots = (count: number): LeasedSlots => ({ credentialId: 'c', count })
  const callWith = (id: string): QueuedCall =>
    queued('normal', { caller: silentCaller({ id } as Credential) })

  const demand = { isWaiting: false, othersWait: false, offsetMs: 0 }

  /** A member with a verified token, that holds ten leased permits. */
  function leasing(count: number) {
    const all = setUp('c', 10_000)
    const { account, host, spares, holdings } = all
    host.auth.settled(call({ credentialId: 'c' }), outcomes.ok, 0)
    all.grant(10, leased, slots(count))
    return {
      ...all,
      /** Sends a call if it may be sent. */
      send: (queued = callWith('c')): QueuedCall | undefined => {
        if (!spares.take(account, queued, 0)) return undefined
        queued.leave(host.clock.now(), 0)
        host.auth.resume(queued, false)
        return queued
      },
      end: (queued: QueuedCall | undefined, outcome: Outcome): void => {
        const holding = queued && holdings.of(queued)
        if (!holding) throw new Error('it was not sent')
        holdings.delete(holding)
        spares.ended(holding.attempt, outcome)
        host.auth.settled(queued, outcome, host.clock.now())
      },
    }
  }

  it('serve one request each at a time, one after another', () => {
    const { send, end } = leasing(2)
    const [first, second] = [send(), send()]
    expect([first, second, send()]).toEqual([expect.anything(), expect.anything(), undefined])
    end(first, outcomes.ok)
    expect([send(), send()]).toEqual([expect.anything(), undefined])
  })

  it('serve no other credential, and none that is not verified any more', () => {
    const { host, send } = leasing(2)
    expect(send(callWith('d'))).toBeUndefined()
    host.auth.settled(call({ credentialId: 'c', sentAt: 1 }), outcomes.rejected, 1)
    expect(send()).toBeUndefined()
  })

  it('are lost with each request that may have been a failed login', () => {
    const { send, end, spares } = leasing(2)
    end(send(), outcomes.notFound)
    end(send(), outcomes.lost)
    send()
    expect([send(), spares.keptSlots(demand)]).toEqual([undefined, undefined])
  })

  it('are lost with such a request, though a commit that was started before brings them', () => {
    const { account, send, spares } = leasing(2)
    const unwritten = {
      attemptId: 'm.1',
      attempt: attempt(leased),
      call: callWith('c'),
      outcome: outcomes.lost,
      owner: account,
      told() {},
    }
    spares.renewed(slots(2), [unwritten])
    expect([send(), send()]).toEqual([expect.anything(), undefined])
  })

  it('are kept by the next commit, less those of slow requests, which get their own', async () => {
    const { host, send, spares, holdings } = leasing(3)
    const slow = send()
    await host.clock.advance(600)
    send()
    expect(spares.keptSlots(demand)).toEqual(slots(3))
    await host.clock.advance(400)
    expect(spares.keptSlots(demand)).toEqual(slots(2))
    expect(slow && holdings.of(slow)?.attempt).toMatchObject({ isLeased: undefined, sentAt: 0 })
    expect(holdings.leasedInFlight).toBe(1)
  })

  it('go back after 250 ms if others wait for them', async () => {
    const { host, spares } = leasing(2)
    await host.clock.advance(249)
    expect(spares.keptSlots({ ...demand, othersWait: true })).toEqual(slots(2))
    await host.clock.advance(1)
    expect(spares.keptSlots(demand)).toEqual(slots(2))
    expect(spares.keptSlots({ ...demand, othersWait: true })).toBeUndefined()
  })

  it.each<[string, (given: ReturnType<typeof leasing>) => boolean]>([
    ['a call waits that cannot use them', () => true],
    ['no permit is left for them', ({ spares, account }) => spares.wanted(account, true).length > 0],
    [
      'a response is missing',
      ({ host }) => {
        host.auth.settled(call({ credentialId: 'c', sentAt: 1 }), outcomes.rejected, 1)
        return false
      },
    ],
  ])('go back if %s, and what is in flight gets its own', (_, isWaiting) => {
    const given = leasing(2)
    given.send()
    expect(given.spares.keptSlots({ ...demand, isWaiting: isWaiting(given) })).toBeUndefined()
    expect([given.holdings.leasedInFlight, given.holdings.size]).toEqual([0, 1])
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
    expect(spares.mayWriteLater(account, queued(), outcomes.ok, 0)).toBe(false)
    grant(1)
    expect(spares.mayWriteLater(account, queued(), outcomes.ok, 0)).toBe(true)
    expect(spares.mayWriteLater(account, queued(), outcomes.lost, 0)).toBe(false)
  })

  it('if a commit is under way', () => {
    const { account, spares, loop } = setUp('anonymous', 10_000)
    loop.ask()
    expect(spares.mayWriteLater(account, queued(), outcomes.ok, 0)).toBe(true)
  })

  it('never if its endpoint was refused before', () => {
    const { account, host, spares, grant } = setUp('a', 10_000)
    grant(1)
    const caller = { ...silentCaller({ id: 'c' } as Credential), endpoint: 'GET /a' }
    const queuedCall = queued('normal', { caller })
    host.auth.settled(call({ credentialId: 'c' }), outcomes.ok, 0)
    host.auth.settled(call({ credentialId: 'c', sentAt: 1 }), outcomes.unauthorized, 1)
    expect(spares.mayWriteLater(account, queuedCall, outcomes.ok, 0)).toBe(false)
  })

  it('never of a smaller limit', () => {
    const { account, spares, grant } = setUp('anonymous', 9999)
    grant(1)
    expect(spares.mayWriteLater(account, queued(), outcomes.ok, 0)).toBe(false)
  })
})
