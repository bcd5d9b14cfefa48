import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../limiter/call.testing.ts'
import { queued } from '../queue/queuedCall.testing.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { leaseMs, marginMs } from './commit/leaseTimes.ts'
import { key, setUp } from './member.testing.ts'

describe('a call', () => {
  it('leaves once the store has its permit', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, enter, of } = join()
    const waiting = enter(account('c'))
    expect([waiting.isSent, waiting.attemptId]).toEqual([false, undefined])
    await clock.advance(0)
    expect(waiting.isSent).toBe(true)
    const { attempts } = of(snapshot()) ?? {}
    expect(attempts).toMatchObject({ [String(waiting.attemptId)]: { account: 'c', credentialId: 'c' } })
  })

  it('may be sent on its permit as long as the others count on that', async () => {
    const { clock, join } = setUp()
    const { member, account, enter } = join()
    const sent = enter(account('c'))
    expect(member.mayStillSend(sent)).toBe(false)
    await clock.advance(0)
    await clock.advance(leaseMs - marginMs - 1)
    expect(member.mayStillSend(sent)).toBe(true)
    await clock.advance(1)
    expect(member.mayStillSend(sent)).toBe(false)
  })

  it('whose permit comes too late waits on for another, and the late one goes back', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, enter, holdUp, of } = join()
    const release = holdUp()
    const waiting = enter(account('c'))
    await clock.advance(leaseMs)
    release()
    await clock.advance(0)
    expect(waiting.isSent).toBe(true)
    expect(Object.keys(of(snapshot())?.attempts ?? {})).toEqual([waiting.attemptId])
  })

  it('that is cancelled before its permit comes gives the permit back at once', async () => {
    const { clock, snapshot, join } = setUp()
    const { account, enter, holdUp, of } = join()
    const release = holdUp()
    const waiting = enter(account('c'))
    await clock.advance(0)
    expect(Object.keys(of(snapshot())?.attempts ?? {})).toHaveLength(1)
    account('c').dispatcher.withdraw(waiting)
    release()
    await clock.advance(0)
    expect(of(snapshot())?.attempts).toEqual({})
    expect(waiting.attemptId).toBeUndefined()
  })

  it('with a token that is not verified is a probe, and with a verified one it is not', async () => {
    const { clock, join } = setUp()
    const { scope, account, send, end } = join()
    const first = await send(account('c'))
    expect(scope.auth.isProbe(first)).toBe(true)
    end(first)
    await clock.advance(0)
    const next = await send(account('c'))
    expect(scope.auth.isProbe(next)).toBe(false)
    expect(scope.auth.isQuiet(scope.now)).toBe(false)
  })
})

describe('members of one store', () => {
  it('have names of their own', async () => {
    const { clock, snapshot, join } = setUp()
    const [one, other] = [join(), join()]
    await clock.advance(0)
    const { members } = snapshot()
    expect(Object.keys(members)).toHaveLength(2)
    expect([one.of(snapshot()), other.of(snapshot())]).toEqual(Object.values(members))
  })

  it('have one budget', async () => {
    const { clock, join } = setUp()
    const [one, other] = [join(), join()]
    await one.serve(one.account(undefined, 3))
    await other.serve(other.account(undefined, 3))
    await one.serve(one.account(undefined, 3))
    const waiting = other.enter(other.account(undefined, 3))
    await clock.advance(0)
    expect(waiting.isSent).toBe(false)
    expect(other.account().budget.held(other.scope.now)).toBe(3)
  })

  it('learn that two accounts are one', async () => {
    const { clock, join } = setUp()
    const [one, other] = [join(), join()]
    one.scope.account('old', one.account('old').terms)
    one.scope.account('new', one.account('old').terms, { previous: 'old' })
    await one.serve(one.account('new'))
    const account = other.account('new')
    await other.serve(account)
    await clock.advance(1000)
    expect(account.id).toBe('old')
  })

  it('keep the names of their accounts otherwise', async () => {
    const { clock, join } = setUp()
    const { account } = join()
    const accounts = [account('c'), account('d'), account()]
    await clock.advance(0)
    expect(accounts.map(({ id }) => id)).toEqual(['c', 'd', 'anonymous'])
  })

  it('hear what another owner says of a token', async () => {
    const { clock, join } = setUp()
    const [one, other] = [join(), join()]
    one.end(await one.send(one.account('c')), outcomes.rejected)
    await clock.advance(1000)
    expect(other.scope.auth.status('c', other.scope.now).status).toBe('rejected')
    one.scope.pardon('c')
    await clock.advance(1000)
    expect(other.scope.auth.status('c', other.scope.now).status).toBe('unverified')
  })

  it('hear at once of news that a call waits for, and turn it away if it would wait too long', async () => {
    const { clock, join } = setUp()
    const [one, other] = [join(), join()]
    const inFlight = await one.send(one.account())
    const waiting = other.enter(other.account(), { deadlineAt: 60_000 })
    await clock.advance(0)
    expect(waiting.refusal).toBeUndefined()
    one.end(inFlight, { ...outcomes.limited, retryAfterMs: 120_000 })
    await clock.advance(0)
    expect(waiting.refusal).toMatchObject({ kind: 'wait', reason: 'server' })
  })
})

describe('the time of a member', () => {
  it('is that of its own wall before its first commit', async () => {
    const { clock, join } = setUp()
    await clock.advance(5)
    const { member } = join()
    expect(member.offsetMs).toBe(clock.epoch() - clock.now())
  })

  it('is that of the store after its first commit', async () => {
    const { clock, join } = setUp()
    const behind = new ManualClock(clock.epoch() - 60_000)
    await behind.advance(5)
    const { account, serve } = join()
    await serve(account('c'))
    const { member } = join({ clock: behind })
    await behind.advance(0)
    expect(member.offsetMs).toBe(clock.epoch() - behind.now())
  })

  it('of its joining does not move on, so that what it has proven stays proven', async () => {
    const { clock, join } = setUp()
    const { scope, account, serve } = join()
    await serve(account('c'))
    await clock.advance(1000)
    await serve(account())
    expect(scope.auth.status('c', scope.now).status).toBe('verified')
  })
})

describe('while the member may know of less than other members', () => {
  it('its calls wait for the limit, until the other member has spoken', async () => {
    const { clock, disk, join } = setUp()
    const [one, other] = [join(), join()]
    await one.serve(one.account())
    await other.serve(other.account())
    await clock.advance(1000)
    const release = other.holdUp()
    disk.damage(key, undefined)
    const waiting = one.enter(one.account())
    await clock.advance(0)
    const rule = one.member.turn(() => one.account())
    expect(rule.opensAt(call(), one.scope.now, 0)).toBeGreaterThan(one.scope.now + 3_600_000)
    expect(rule.reason(call(), one.scope.now)).toBe('limit')
    expect(waiting.isSent).toBe(false)
    release()
    await clock.advance(1000)
    expect(rule.opensAt(call(), one.scope.now, 0)).toBe(one.scope.now)
    expect(waiting.isSent).toBe(true)
  })
})

describe('a wait for the request of another member', () => {
  it('ends when the lease of that member does, by the clock of this process', async () => {
    const { clock, join } = setUp()
    const [one, other] = [join(), join()]
    const gate = one.member.gate(() => one.account())
    expect(gate.retryAt()).toBeUndefined()
    await clock.advance(10)
    expect(gate.retryAt()).toBeUndefined()
    other.enter(other.account())
    await clock.advance(1000)
    expect(gate.retryAt()).toBe(10 + leaseMs)
  })
})

it('a call that has no permit ends without a commit', async () => {
  const { clock, join } = setUp()
  const { member, log } = join()
  await clock.advance(0)
  const { commits } = log
  await member.ended(queued(), outcomes.ok)
  await clock.advance(0)
  expect(log.commits).toBe(commits)
})

it('a damaged text is kept beside, and its place told, once', async () => {
  const { clock, disk, join } = setUp()
  const { account, serve, places } = join()
  await serve(account())
  expect(places).toEqual([])
  disk.damage(key, 'nonsense')
  await clock.advance(1000)
  expect(places).toEqual([`${key} damaged`])
  expect(disk.texts.get(`${key} damaged`)).toBe('nonsense')
})
