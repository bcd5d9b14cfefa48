import { describe, expect, it, vi } from 'vitest'
import { outcomes } from '../limiter/call.testing.ts'
import { spareMs } from './Usage.ts'
import { setUp } from './member.testing.ts'
import type { Snapshot } from './snapshot/Snapshot.ts'

const large = 10_000

/** How many responses to the anonymous caller the store counts. */
function counted({ accounts }: Snapshot): number {
  const { answered } = accounts['anonymous']?.budget.permits ?? {}
  return answered?.count.reduce((sum, count) => sum + count, 0) ?? 0
}

describe('the end of a request', () => {
  it('is told once it is written, and not before', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, send, end, holdUp, of } = join()
    const request = await send(account())
    const release = holdUp()
    const state = end(request)
    await clock.advance(0)
    expect(state.isTold).toBe(false)
    release()
    await clock.advance(0)
    expect(state.isTold).toBe(true)
    expect([of(snapshot())?.attempts, counted(snapshot())]).toEqual([{}, 1])
  })

  it('is written once', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, serve, member } = join()
    await serve(account())
    member.changed()
    await clock.advance(0)
    expect(counted(snapshot())).toBe(1)
  })

  it('during a commit is written by the next one, and counts for the rules meanwhile', async () => {
    const { clock, snapshot, join } = setUp()
    const { scope, account, serve, send, end, holdUp, member } = join()
    await serve(account())
    const request = await send(account())
    const release = holdUp()
    member.changed()
    await clock.advance(0)
    const state = end(request)
    expect(account().budget.held(scope.now)).toBe(2)
    release()
    await clock.advance(0)
    expect(state.isTold).toBe(true)
    expect([account().budget.inFlight, account().budget.held(scope.now), counted(snapshot())]).toEqual([
      0, 2, 2,
    ])
  })

  it('makes its queues look again at the calls that wait, unless it went well', async () => {
    const { clock, join } = setUp()
    const { account, send, end } = join()
    const reply = vi.spyOn(account().dispatcher, 'reply')
    for (const outcome of [outcomes.ok, outcomes.lost]) {
      end(await send(account()), outcome)
      await clock.advance(0)
    }
    expect(reply.mock.calls.map(([, looksAgain]) => looksAgain)).toEqual([true, false, false, true])
  })
})

describe('of a large limit, the end of a request that went well', () => {
  it('is told at once while permits are held, and written within 2 s', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, serve, send, end, log } = join()
    await serve(account(undefined, large))
    const request = await send(account())
    const { commits } = log
    const state = end(request)
    await clock.advance(0)
    expect([state.isTold, log.commits, counted(snapshot())]).toEqual([true, commits, 1])
    await clock.advance(1999)
    expect([log.commits, counted(snapshot())]).toEqual([commits, 1])
    await clock.advance(1)
    expect([log.commits, counted(snapshot())]).toEqual([commits + 1, 2])
  })

  it('is told at once during a commit, counts for the rules, and is written a while later', async () => {
    const { clock, snapshot, join } = setUp()
    const { scope, account, send, end, holdUp, member } = join()
    const request = await send(account(undefined, large))
    await clock.advance(5)
    const release = holdUp()
    member.changed()
    await clock.advance(0)
    const state = end(request)
    await clock.advance(0)
    expect(state.isTold).toBe(true)
    release()
    await clock.advance(0)
    const { budget } = account()
    expect([budget.inFlight, budget.held(scope.now), counted(snapshot())]).toEqual([0, 1, 0])
    await clock.advance(spareMs - 1)
    expect(counted(snapshot())).toBe(0)
    await clock.advance(1)
    expect(counted(snapshot())).toBe(1)
  })

  it('lets the next call leave at once, on a permit that is held', async () => {
    const { clock, join } = setUp()
    const { account, serve, enter, log } = join()
    await serve(account(undefined, large))
    await serve(account())
    const { commits } = log
    const call = enter(account())
    expect(call.isSent).toBe(true)
    await clock.advance(0)
    expect(log.commits).toBe(commits)
  })
})

describe('what an owner says of a token', () => {
  it('during a commit is written by the next one', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, send, end, holdUp, member, scope } = join()
    end(await send(account('c')), outcomes.rejected)
    await clock.advance(0)
    const release = holdUp()
    member.changed()
    await clock.advance(0)
    member.pardon('c')
    release()
    await clock.advance(0)
    expect(snapshot().auth.statuses).toEqual({})
    expect(scope.auth.status('c', scope.now).status).toBe('unverified')
  })

  it('is written once: a rejection that comes later stands', async () => {
    const { clock, join } = setUp()
    const { account, send, end, member, scope } = join()
    member.pardon('c')
    await clock.advance(0)
    end(await send(account('c')), outcomes.rejected)
    await clock.advance(0)
    member.changed()
    await clock.advance(0)
    expect(scope.auth.status('c', scope.now).status).toBe('rejected')
  })

  it('of two tokens is written for both', async () => {
    const { clock, join } = setUp()
    const { account, send, end, member, scope } = join()
    for (const token of ['c', 'd']) {
      end(await send(account(token)), outcomes.rejected)
      await clock.advance(0)
    }
    for (const token of ['c', 'd']) member.pardon(token)
    await clock.advance(0)
    const statuses = ['c', 'd'].map((token) => scope.auth.status(token, scope.now).status)
    expect(statuses).toEqual(['unverified', 'unverified'])
  })
})

describe('of a large limit, the slot of a request', () => {
  it.each([
    ['serves the next call at once if the request went well', outcomes.ok, true],
    ['serves no other call if the request may have been a failed login', outcomes.lost, false],
  ])('%s', async (_, outcome, isSent) => {
    const { join } = setUp()
    const { account, serve, send, enter, end } = join()
    await serve(account('c', large))
    await serve(account('c'))
    end(await send(account('c')), outcome)
    expect(enter(account('c')).isSent).toBe(isSent)
  })
})

it('calls that come while the leased slot is in use leave at once if more slots are free', async () => {
  const { clock, join } = setUp()
  const { account, serve, enter } = join()
  for (let call = 0; call < 2; call += 1) await serve(account('c', large))
  const calls = Array.from({ length: 5 }, () => enter(account('c')))
  await clock.advance(0)
  expect(calls.map(({ isSent }) => isSent)).toEqual([true, true, true, true, false])
})
