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

  it('to get the next permits for calls to come, when three quarters of them are used', async () => {
    const { clock, join } = setUp()
    const { account, serve, send, log } = join()
    await serve(account(undefined, large))
    expect(account().dispatcher.spare).toBe(16)
    const { commits } = log
    for (let call = 0; call < 11; call += 1) await send(account())
    expect(log.commits).toBe(commits)
    await send(account())
    expect(log.commits).toBe(commits + 1)
    await clock.advance(0)
    expect(account().dispatcher.spare).toBeGreaterThan(4)
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

  it('when news come, at once while no request uses a slot that it has leased', async () => {
    const { clock, join } = setUp()
    const [one, other] = [join(), join()]
    await clock.advance(1000)
    for (let call = 0; call < 2; call += 1) await one.serve(one.account('c', large))
    const { commits } = one.log
    other.account('d')
    await clock.advance(0)
    expect(one.log.commits).toBe(commits + 1)
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
