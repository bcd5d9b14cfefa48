import { describe, expect, it } from 'vitest'
import { leaseMs } from './commit/leaseTimes.ts'
import { setUp } from './member.testing.ts'

const large = 10_000

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

  it.each([
    ['replies', false],
    ['fails', true],
  ])('sets no timer if the store %s after that second', async (_, fails) => {
    const { clock, disk, join } = setUp()
    const { account, send, end, holdUp, leave, log } = join()
    const request = await send(account())
    if (fails) disk.failure = { at: 'write', error: new Error('disk full') }
    const release = holdUp()
    void leave()
    await clock.advance(1000)
    const { commits } = log
    release()
    await clock.advance(0)
    expect(clock.pending).toBe(0)
    if (!fails) return
    end(request)
    await clock.advance(0)
    expect([log.commits, clock.pending]).toEqual([commits + 1, 0])
  })

  it('cancels the commit to which the store has not replied in that second, and no later one', async () => {
    const { clock, join } = setUp()
    const { holdUp, leave, member, log } = join()
    await clock.advance(0)
    const release = holdUp()
    void leave()
    await clock.advance(999)
    const { signal } = log
    expect(signal?.aborted).toBe(false)
    await clock.advance(1)
    expect(signal?.aborted).toBe(true)
    release()
    member.enter()
    await clock.advance(0)
    expect(log.signal?.aborted).toBe(false)
  })

  it('asks for no other commit after one to which the store has not replied in time', async () => {
    const { clock, join } = setUp()
    const { holdUp, leave, member, log } = join()
    await clock.advance(0)
    const release = holdUp()
    member.changed()
    await clock.advance(0)
    void leave()
    await clock.advance(1000)
    const { commits } = log
    release()
    await clock.advance(0)
    expect([log.commits, clock.pending]).toEqual([commits, 0])
  })

  it('cancels no commit if the store has replied to all of them', async () => {
    const { clock, join } = setUp()
    const { leave, log } = join()
    await clock.advance(0)
    await leave()
    expect(log.signal?.aborted).toBe(false)
  })

  it('and comes back meanwhile stays a member', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, send, holdUp, leave, member, log, of } = join()
    await send(account())
    const release = holdUp()
    const left = leave()
    await clock.advance(0)
    member.enter()
    release()
    await left
    expect(log.stops).toBe(log.watches.length - 1)
    const { until = Infinity } = of(snapshot()) ?? {}
    await clock.advance(leaseMs / 2)
    expect(of(snapshot())?.until).toBeGreaterThan(until)
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
