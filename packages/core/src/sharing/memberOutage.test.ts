import { describe, expect, it, vi } from 'vitest'
import type { Clock } from '../contract/Clock.ts'
import { outcomes } from '../limiter/call.testing.ts'
import { setUp } from './member.testing.ts'
import { retryMs } from './CommitTimes.ts'

const error = new Error('the disk fails')
const failure = { at: 'write', error } as const
const unreadable = { at: 'read', error } as const

describe('while the store fails, a call', () => {
  it('waits, and leaves when the store works again', async () => {
    const { clock, disk, join } = setUp()
    const { account, enter } = join()
    await clock.advance(0)
    disk.failure = failure
    const waiting = enter(account())
    await clock.advance(10_000)
    expect([waiting.isSent, waiting.refusal]).toEqual([false, undefined])
    disk.failure = undefined
    await clock.advance(retryMs)
    expect(waiting.isSent).toBe(true)
  })

  it('fails at once if the user wants that', async () => {
    const { clock, disk, join } = setUp()
    const { account, enter } = join({ onOutage: 'fail' })
    await clock.advance(0)
    disk.failure = failure
    const waiting = enter(account())
    await clock.advance(0)
    expect(waiting.refusal).toEqual({ kind: 'store', cause: error })
  })
})

describe('while the store fails, and calls are to fail at once', () => {
  it('a call waits for a leased slot that serves it, and fails once no permit is left for it', async () => {
    const { clock, disk, join } = setUp()
    const { account, serve, send, enter, end, member } = join({ onOutage: 'fail' })
    for (let call = 0; call < 2; call += 1) await serve(account('c', 10_000))
    const request = await send(account('c'))
    const calls = Array.from({ length: 15 }, () => enter(account('c')))
    disk.failure = failure
    member.changed()
    await clock.advance(0)
    const isRefused = calls.map(({ refusal }) => refusal?.kind === 'store')
    expect(isRefused).toEqual(calls.map((_, index) => index === 14))
    end(request)
    expect(calls.map(({ isSent }) => isSent).indexOf(false)).toBe(1)
  })
})

describe('a member whose commit failed tries again after a second', () => {
  it('while a call waits', async () => {
    const { clock, disk, join } = setUp()
    const { account, enter, log } = join()
    await clock.advance(0)
    disk.failure = failure
    const schedule = vi.spyOn(clock as Clock, 'schedule')
    enter(account())
    await clock.advance(0)
    expect(schedule).toHaveBeenLastCalledWith(expect.any(Function), retryMs, { keepAlive: true })
    const { commits } = log
    await clock.advance(retryMs - 1)
    expect(log.commits).toBe(commits)
    await clock.advance(1)
    expect(log.commits).toBe(commits + 1)
  })

  it('while it has to write how a request ended', async () => {
    const { clock, disk, snapshot, join } = setUp()
    const { account, send, end, log } = join()
    const request = await send(account())
    disk.failure = failure
    end(request)
    await clock.advance(0)
    const { commits } = log
    disk.failure = undefined
    await clock.advance(retryMs - 1)
    expect(log.commits).toBe(commits)
    await clock.advance(1)
    expect(snapshot().accounts['anonymous']?.budget.permits.answered.count).toEqual([1])
  })

  it('while it has a request in flight', async () => {
    const { clock, disk, join } = setUp()
    const { account, send, member, log } = join()
    await send(account())
    disk.failure = unreadable
    member.changed()
    await clock.advance(0)
    const { commits } = log
    await clock.advance(retryMs)
    expect(log.commits).toBe(commits + 1)
  })

  it('after it asked for a permit, which the store may have given all the same', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, enter, log, of } = join({ onOutage: 'fail' })
    await clock.advance(0)
    log.hold = Promise.reject(error)
    const call = enter(account())
    await clock.advance(0)
    expect(call.refusal).toEqual({ kind: 'store', cause: error })
    expect(Object.keys(of(snapshot())?.attempts ?? {})).toHaveLength(1)
    log.hold = undefined
    await clock.advance(retryMs)
    expect([of(snapshot())?.attempts, clock.pending]).toEqual([{}, 0])
  })

  it('and not if it has nothing to do, though its first commit failed', async () => {
    const { clock, disk, join } = setUp()
    disk.failure = unreadable
    const { log } = join()
    await clock.advance(10 * retryMs)
    expect(log.commits).toBe(1)
  })

  it('and not if it has nothing to do', async () => {
    const { clock, disk, join } = setUp()
    const { member, log } = join()
    await clock.advance(0)
    disk.failure = unreadable
    member.changed()
    await clock.advance(0)
    const { commits } = log
    expect(clock.pending).toBe(0)
    await clock.advance(10 * retryMs)
    expect(log.commits).toBe(commits)
  })
})

describe('a member whose commit failed', () => {
  it('lets callers have their responses, though that is not written', async () => {
    const { clock, disk, join } = setUp()
    const { account, send, end } = join()
    const request = await send(account())
    disk.failure = failure
    const state = end(request)
    await clock.advance(0)
    expect(state.isTold).toBe(true)
  })

  it('writes with the next commit what an owner said of a token', async () => {
    const { clock, disk, snapshot, join } = setUp()
    const { account, send, end, member } = join()
    end(await send(account('c')), outcomes.rejected)
    await clock.advance(0)
    disk.failure = failure
    member.pardon('c')
    await clock.advance(0)
    disk.failure = undefined
    member.changed()
    await clock.advance(0)
    expect(snapshot().auth.statuses).toEqual({})
  })

  it('does not ask the store for each of its news, though a call waits', async () => {
    const { clock, disk, join } = setUp()
    const { account, enter, log } = join()
    await clock.advance(0)
    disk.failure = failure
    enter(account())
    await clock.advance(0)
    expect(log.watches.at(-1)).toBe(false)
    await clock.advance(retryMs)
    expect(log.watches.at(-1)).toBe(false)
  })

  it('hears news at once again when the store works, while a call waits', async () => {
    const { clock, disk, join } = setUp()
    const { account, send, enter, log } = join()
    await send(account())
    disk.failure = failure
    enter(account())
    await clock.advance(0)
    expect(log.watches.at(-1)).toBe(false)
    disk.failure = undefined
    await clock.advance(retryMs)
    expect(log.watches.at(-1)).toBe(true)
  })
})

describe('with a share for outages', () => {
  /** A member that may spend `outageShare` of the limit, whose store fails from now on. */
  async function outage(outageShare: number, token?: string) {
    const { clock, disk, ...world } = setUp()
    const joined = world.join({ outageShare })
    await joined.serve(joined.account(token, 10))
    await clock.advance(0)
    disk.failure = failure
    return { clock, disk, ...world, ...joined }
  }

  it('calls leave while the store fails, as many as the share has', async () => {
    const { clock, account, enter } = await outage(0.3)
    const calls = Array.from({ length: 4 }, () => enter(account()))
    await clock.advance(0)
    expect(calls.map(({ isSent }) => isSent)).toEqual([true, true, true, false])
  })

  it.each([
    ['went well', outcomes.ok],
    ['was not sent', outcomes.unsent],
  ])(
    'the end of a request on it is told at once, though the store does not reply: it %s',
    async (_, outcome) => {
      const { clock, disk, account, send, end, holdUp, log } = await outage(0.3)
      const request = await send(account())
      disk.failure = undefined
      holdUp()
      const { commits } = log
      const state = end(request, outcome)
      await clock.advance(0)
      expect([state.isTold, log.commits]).toEqual([true, commits + 1])
    },
  )

  it('a request that went well on it does not count twice', async () => {
    const { clock, disk, snapshot, account, send, end } = await outage(0.3)
    end(await send(account()))
    disk.failure = undefined
    await clock.advance(retryMs)
    expect(snapshot().accounts['anonymous']?.budget.permits.answered.count).toEqual([1])
  })

  it('a request on it that was not sent leaves its place to another', async () => {
    const { clock, account, send, enter, end } = await outage(0.1)
    end(await send(account()), outcomes.unsent)
    const next = enter(account())
    await clock.advance(0)
    expect(next.isSent).toBe(true)
  })

  it('a failed login on it is told to the others', async () => {
    const { clock, disk, snapshot, account, send, end } = await outage(0.3, 'c')
    end(await send(account('c')), outcomes.rejected)
    await clock.advance(0)
    disk.failure = undefined
    await clock.advance(retryMs)
    expect(snapshot().auth.statuses).toMatchObject({ c: { kind: 'rejected' } })
  })

  it('a member that leaves sends nothing more', async () => {
    const { clock, account, enter, leave } = await outage(0.3)
    const left = leave()
    const call = enter(account())
    await clock.advance(0)
    await left
    expect(call.isSent).toBe(false)
  })

  it('a member gives it up at once when its token is not verified any more', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, serve, member, of } = join({ outageShare: 0.3 })
    await serve(account('c'))
    member.changed()
    await clock.advance(0)
    expect(of(snapshot())?.shares).toMatchObject({ c: { credentialId: 'c' } })
    await clock.advance(60_000)
    member.changed()
    await clock.advance(0)
    expect(of(snapshot())?.shares).toBeUndefined()
  })
})
