import { describe, expect, it } from 'vitest'
import { leaseMs, renewMs } from './commit/leaseTimes.ts'
import { setUp } from './member.testing.ts'
import { spareMs } from './Usage.ts'

const large = 10_000

describe('a member commits', () => {
  it('when it begins, and when its accounts change', async () => {
    const { clock, join } = setUp()
    const { log, account } = join()
    await clock.advance(0)
    expect(log.commits).toBe(1)
    account('c')
    await clock.advance(0)
    expect(log.commits).toBe(2)
  })

  it('not at all while nothing happens', async () => {
    const { clock, join } = setUp()
    const { account, serve, log } = join()
    await serve(account())
    await clock.advance(1000)
    const { commits } = log
    expect(clock.pending).toBe(0)
    await clock.advance(60_000)
    expect(log.commits).toBe(commits)
  })

  it('to renew the lease of its request in flight, when half of that is left', async () => {
    const { clock, snapshot, join } = setUp()
    await clock.advance(7)
    const { account, send, log, of, scope } = join()
    await send(account())
    const { commits } = log
    await clock.advance(renewMs - 1)
    expect(log.commits).toBe(commits)
    await clock.advance(1)
    expect(log.commits).toBe(commits + 1)
    expect(of(snapshot())?.until).toBe(scope.now + leaseMs)
  })

  it('to give back permits for calls to come, when no call has left for a while', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, serve, of, member } = join()
    await serve(account(undefined, large))
    await serve(account())
    member.changed()
    await clock.advance(0)
    const held = (): number => Object.keys(of(snapshot())?.attempts ?? {}).length
    expect(held()).toBeGreaterThan(0)
    await clock.advance(spareMs - 1)
    expect(held()).toBeGreaterThan(0)
    await clock.advance(1)
    expect(held()).toBe(0)
  })

  it('and hears news from the start, before the store has replied', () => {
    const { join } = setUp()
    expect(join().log.watches).toEqual([false])
  })

  it('when news come, at once while a call of any account waits', async () => {
    const { clock, join } = setUp()
    const [one, other] = [join(), join()]
    const request = await one.send(one.account())
    one.account('c')
    other.account('c')
    other.enter(other.account())
    await clock.advance(0)
    expect(other.log.watches.at(-1)).toBe(true)
    const { commits } = other.log
    one.end(request)
    await clock.advance(0)
    expect(other.log.commits).toBeGreaterThan(commits)
    expect(other.log.watches.at(-1)).toBe(false)
  })

  it('when news come, a little later while no call waits', async () => {
    const { clock, join } = setUp()
    const [one, other] = [join(), join()]
    await clock.advance(1000)
    const { commits } = other.log
    await one.send(one.account())
    expect(other.log.commits).toBe(commits)
    await clock.advance(200)
    expect(other.log.commits).toBe(commits + 1)
  })

  it('not for news, while it gives back permits soon', async () => {
    const { clock, join } = setUp()
    const [one, other] = [join(), join()]
    await clock.advance(1000)
    await one.serve(one.account(undefined, large))
    await one.serve(one.account())
    await one.serve(one.account())
    const { commits } = one.log
    other.account('c')
    await clock.advance(0)
    await other.send(other.account('c'))
    await clock.advance(400)
    expect(one.log.commits).toBe(commits)
  })
})

describe('a member that leaves', () => {
  it('commits once if nothing is left, and lets go of the store', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, serve, log, leave, of } = join()
    await serve(account())
    await clock.advance(1000)
    const { commits } = log
    await leave()
    expect(log.commits).toBe(commits + 1)
    expect([of(snapshot()), log.stops, clock.pending]).toEqual([undefined, log.watches.length, 0])
  })

  it('sets no timer to renew the lease of its request in flight', async () => {
    const { clock, join } = setUp()
    const { account, send, log, leave } = join()
    await send(account())
    await leave()
    const { commits } = log
    expect(clock.pending).toBe(0)
    await clock.advance(leaseMs)
    expect(log.commits).toBe(commits)
  })

  it('writes how a request ended while it left', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, send, end, holdUp, leave, of } = join()
    const request = await send(account(undefined, large))
    const release = holdUp()
    const left = leave()
    await clock.advance(0)
    end(request)
    release()
    await left
    expect(of(snapshot())).toBeUndefined()
    expect(snapshot().accounts['anonymous']?.budget.permits.answered.count).toEqual([1])
  })

  it('waits for the store for a second at most, and does not watch it again afterwards', async () => {
    const { clock, join } = setUp()
    const { holdUp, leave, log } = join()
    await clock.advance(0)
    const release = holdUp()
    let hasLeft = false
    void leave().then(() => (hasLeft = true))
    await clock.advance(999)
    expect(hasLeft).toBe(false)
    await clock.advance(1)
    expect(hasLeft).toBe(true)
    release()
    await clock.advance(0)
    expect(log.stops).toBe(log.watches.length)
  })

  it('does not take its own leaving for a failure of the store', async () => {
    const { clock, join } = setUp()
    const [one, other] = [join(), join({ onOutage: 'fail' })]
    await one.send(one.account())
    const waiting = other.enter(other.account())
    await clock.advance(0)
    await other.leave()
    expect(waiting.refusal).toBeUndefined()
  })

  it('asks for no permits for calls to come', async () => {
    const { snapshot, join } = setUp()
    const { account, serve, send, leave, of } = join()
    await serve(account(undefined, large))
    const request = await send(account())
    await leave()
    expect(Object.keys(of(snapshot())?.attempts ?? {})).toEqual([request.attemptId])
  })

  it('is a member again when it comes back', async () => {
    const { clock, snapshot, join } = setUp()
    const { member, leave, log, of } = join()
    await clock.advance(0)
    await leave()
    const { commits } = log
    member.enter()
    await clock.advance(0)
    expect([log.commits, log.stops]).toEqual([commits + 1, log.watches.length - 1])
    expect(of(snapshot())).toBeDefined()
  })
})
