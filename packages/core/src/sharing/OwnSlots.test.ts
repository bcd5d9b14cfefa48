import { describe, expect, it, vi } from 'vitest'
import type { Clock } from '../contract/Clock.ts'
import { call, outcomes } from '../limiter/call.testing.ts'
import { unconfirmedMs } from '../limiter/auth/Unconfirmed.ts'
import { leaseMs } from './commit/leaseTimes.ts'
import { attempt } from './commit/snapshot.testing.ts'
import { callWith, sharedAccount } from './host.testing.ts'
import { leased, leasing, slots } from './sparePermits.testing.ts'

const quiet = { othersWait: false, unwritten: [] }
const wanted = { othersWait: true, unwritten: [] }

describe('leased slots', () => {
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
    const { send, end, own } = leasing(2)
    end(send(), outcomes.notFound)
    end(send(), outcomes.lost)
    send()
    expect([send(), own.kept(false, 0)]).toEqual([undefined, undefined])
  })

  it('are all lost with as many requests that may have been failed logins, or more', () => {
    const { send, end, own } = leasing(2)
    const requests = [send(), send()]
    for (const each of requests) end(each, outcomes.lost)
    own.ended(attempt(leased), outcomes.lost)
    expect([send(), own.kept(false, 0)]).toEqual([undefined, undefined])
  })

  it('serve no permit of another token', () => {
    const { host, send, hold } = leasing(2)
    host.auth.settled(call({ credentialId: 'd' }), outcomes.ok, 0)
    hold({ credentialId: 'd', isLeased: true })
    expect(send(callWith('d'))).toBeUndefined()
  })

  it('are lost with such a request, though a commit that was started before brings them', () => {
    const { account, send, own } = leasing(2)
    const unwritten = {
      attemptId: 'm.1',
      attempt: attempt(leased),
      call: callWith('c'),
      outcome: outcomes.lost,
      owner: account,
      told() {},
    }
    own.renewed(slots(2), { ...quiet, unwritten: [unwritten] })
    expect([send(), send()]).toEqual([expect.anything(), undefined])
  })

  it('are kept for permits that the next commit asks for, though all are in use', () => {
    const { send, own, holdings, account } = leasing(1)
    holdings.keepSpare(account, 1)
    send()
    expect([callWith('c'), callWith('d'), undefined].map((like) => own.areFor(like))).toEqual([
      true,
      false,
      false,
    ])
    expect(own.kept(false, 0, true)).toEqual(slots(1))
    expect(own.kept(false, 0)).toBeUndefined()
    expect(own.areFor(callWith('c'))).toBe(false)
  })

  it('are kept by the next commit, less those of slow requests, which get their own', async () => {
    const { host, send, own, holdings } = leasing(3)
    const slow = send()
    await host.clock.advance(600)
    send()
    expect(own.kept(false, 0)).toEqual(slots(3))
    await host.clock.advance(400)
    expect(own.kept(false, 0)).toEqual(slots(2))
    expect(slow && holdings.of(slow)?.attempt).toMatchObject({ isLeased: undefined, sentAt: 0 })
    expect(holdings.leasedInFlight).toBe(1)
  })

  it('in use go back after 250 ms if others wait for them', async () => {
    const { host, own, send, commits } = leasing(1)
    send()
    await host.clock.advance(100)
    own.renewed(slots(1), wanted)
    await host.clock.advance(149)
    expect([own.kept(false, 0), commits()]).toEqual([slots(1), 0])
    await host.clock.advance(1)
    expect([own.kept(false, 0), commits()]).toEqual([undefined, 1])
  })

  it('go back after 5 ms if one of them is not in use and others wait for them', async () => {
    const { host, own, send, end, commits } = leasing(2)
    const [first] = [send(), send()]
    await host.clock.advance(100)
    own.renewed(slots(2), wanted)
    await host.clock.advance(20)
    end(first, outcomes.ok)
    await host.clock.advance(4)
    expect([own.kept(false, 0), commits()]).toEqual([slots(2), 0])
    await host.clock.advance(1)
    expect([own.kept(false, 0), commits()]).toEqual([undefined, 1])
  })

  it('that are used again in time are kept, though others wait for them', async () => {
    const { host, own, send, end, commits } = leasing(1)
    own.renewed(slots(1), wanted)
    for (let request = 0; request < 4; request += 1) {
      await host.clock.advance(4)
      end(send(), outcomes.ok)
    }
    await host.clock.advance(4)
    expect([own.kept(false, 0), commits()]).toEqual([slots(1), 0])
  })

  it('go back at once if others begin to wait when they have not been in use for long', async () => {
    const { host, own, commits } = leasing(1)
    await host.clock.advance(200)
    own.renewed(slots(1), wanted)
    expect(own.kept(false, 0)).toBeUndefined()
    await host.clock.advance(1)
    expect(commits()).toBe(1)
  })

  it('are kept if no other member waits, and ask for no commit', async () => {
    const { host, own, commits } = leasing(2)
    own.renewed(slots(2), wanted)
    own.renewed(slots(2), quiet)
    await host.clock.advance(1000)
    expect([own.kept(false, 0), commits()]).toEqual([slots(2), 0])
  })

  it('of permits that are not leased go back after 5 ms, too, if others wait for them', async () => {
    const { host, own, hold, holdings, commits } = leasing(0)
    holdings.dropSpare(() => true)
    hold({ credentialId: 'c' })
    hold({ credentialId: undefined })
    own.renewed(undefined, wanted)
    expect([own.hasAny, own.hasIdle]).toEqual([false, true])
    await host.clock.advance(4)
    expect([own.kept(false, 0), holdings.size, commits()]).toEqual([undefined, 2, 0])
    await host.clock.advance(1)
    expect([own.kept(false, 0), holdings.size, commits()]).toEqual([undefined, 1, 1])
    expect(own.hasIdle).toBe(false)
  })

  it('that are to go back later do not keep the process running until then', () => {
    const { host, own } = leasing(1)
    const schedule = vi.spyOn(host.clock as Clock, 'schedule')
    own.renewed(slots(1), wanted)
    expect(schedule).toHaveBeenCalledExactlyOnceWith(expect.any(Function), 5, { keepAlive: false })
  })

  it('that have gone back ask for no commit', async () => {
    const { host, own, commits } = leasing(2)
    own.renewed(slots(2), wanted)
    own.renewed(undefined, wanted)
    await host.clock.advance(1000)
    expect([own.hasAny, own.hasIdle, commits()]).toEqual([false, false, 0])
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
    expect(given.own.kept(isWaiting(given), 0)).toBeUndefined()
    expect([given.holdings.leasedInFlight, given.holdings.size]).toEqual([0, 1])
  })

  it.each([
    ['go back until the server has forgotten a failed login', -0.5, undefined],
    ['are kept once the server has forgotten a failed login', 0, slots(2)],
  ])('%s, by the clock of the store', (_, lateMs, kept) => {
    const { host, own } = leasing(2)
    host.auth.settled(call({ credentialId: 'd', sentAt: 1 }), outcomes.rejected, 1)
    expect(own.kept(false, 1 + unconfirmedMs + lateMs)).toEqual(kept)
  })

  it('that go back leave the permits that are not leased', () => {
    const { own, hold, holdings } = leasing(2)
    hold({ credentialId: 'c' })
    own.kept(true, 0)
    expect(Object.values(holdings.attempts)).toEqual([attempt({ credentialId: 'c' })])
  })

  it('are kept though a call waits, if each of them serves a request', () => {
    const { send, own } = leasing(2)
    send()
    send()
    expect(own.kept(true, 0)).toEqual(slots(2))
  })

  it('are not lost with a request that had a slot of its own', () => {
    const { send, own } = leasing(2)
    own.ended(attempt({ credentialId: 'c' }), outcomes.lost)
    expect([send(), send(), send()]).toEqual([expect.anything(), expect.anything(), undefined])
  })

  it('go back to others 250 ms after the commit that brought the first of them', async () => {
    const { host, own, send, grant } = leasing(1)
    send()
    await host.clock.advance(200)
    own.renewed(slots(1), wanted)
    await host.clock.advance(50)
    expect(own.kept(false, 0)).toBeUndefined()
    grant(2, leased, slots(1))
    send()
    own.renewed(slots(1), wanted)
    await host.clock.advance(249)
    expect(own.kept(false, 0)).toEqual(slots(1))
  })

  it('serve no request that the rules of the lockout hold back', () => {
    const { host, send } = leasing(4)
    const elsewhere = Array.from({ length: 4 }, () => ({ credentialId: 'd', sentAt: 0, isProbe: false }))
    const { auth } = host
    auth.restore(auth.snapshot(0), { flights: elsewhere, hasUnseen: false }, 0)
    expect(send()).toBeUndefined()
    auth.restore(auth.snapshot(0), { flights: elsewhere.slice(1), hasUnseen: false }, 0)
    expect([send(), send()]).toEqual([expect.anything(), undefined])
  })

  it('serve no request to an endpoint that refuses the token', () => {
    const { host, send } = leasing(2)
    const refused = call({ credentialId: 'c', endpoint: 'GET /a', sentAt: 1 })
    host.auth.settled(refused, outcomes.unauthorized, 1)
    host.auth.settled({ ...refused, endpoint: 'GET /b', sentAt: 2 }, outcomes.ok, 2)
    expect(send()).toBeUndefined()
  })
})

describe('a call that waits for a leased slot', () => {
  it('is served by it while it is in use, with those before it, as far as its permits reach', () => {
    const { send, serves } = leasing(1)
    expect(serves()).toBe(false)
    send()
    expect([8, 9].map((waiting) => serves(callWith('c'), { waiting }))).toEqual([true, false])
  })

  it('is not served if it has another credential, or if another slot is free', () => {
    const { send, serves } = leasing(2)
    send()
    expect(serves()).toBe(false)
    send()
    expect([serves(), serves(callWith('d')), serves(callWith())]).toEqual([true, false, false])
  })

  it('is not served by permits that use no leased slot, or belong to another account', () => {
    const { send, serves, hold, holdings } = leasing(1)
    send()
    expect(serves(callWith('c'), { of: sharedAccount('other') })).toBe(false)
    hold({ credentialId: 'c' })
    expect([8, 9].map((waiting) => serves(callWith('c'), { waiting }))).toEqual([true, false])
    holdings.dropSpare(() => true)
    hold({ credentialId: 'c' })
    expect(serves()).toBe(false)
  })

  it('is not served by a leased permit of its own token while the slot is one of another token', () => {
    const { host, send, serves, hold } = leasing(1)
    send()
    host.auth.settled(call({ credentialId: 'd' }), outcomes.ok, 0)
    hold({ credentialId: 'd', isLeased: true })
    expect(serves(callWith('d'))).toBe(false)
  })

  it('is not served by permits that it cannot use, since they are old, or for a shorter wait', async () => {
    const { host, send, serves } = leasing(1)
    send()
    expect(serves(callWith('c', 60_000))).toBe(false)
    await host.clock.advance(leaseMs)
    expect(serves()).toBe(false)
  })

  it('is not served while the server asks to wait, by the clock of the store', () => {
    const { account, send, serves } = leasing(1)
    send()
    account.rules.serverLimit.settled(call(), { ...outcomes.limited, retryAfterMs: 5000 }, 0)
    const { closedUntil = 0 } = account.rules.serverLimit.state
    expect([serves(), serves(callWith('c'), { offsetMs: closedUntil })]).toEqual([false, true])
  })

  it('is not served once its credential is not verified any more', () => {
    const { host, send, serves } = leasing(1)
    send()
    host.auth.settled(call({ credentialId: 'c', sentAt: 1 }), outcomes.rejected, 1)
    expect(serves()).toBe(false)
  })

  it('is served by none once the member has none', () => {
    const { send, end, own, serves } = leasing(1)
    const request = send()
    end(request, outcomes.lost)
    expect([own.isServing, serves()]).toEqual([false, false])
  })
})

describe('permits of leased slots', () => {
  const ask = async (othersWait: boolean): Promise<number> => {
    const { host, send, end, own, commits } = leasing(1)
    own.renewed(slots(1), { othersWait, unwritten: [] })
    for (let index = 0; index < 9; index += 1) end(send(), outcomes.ok)
    await host.clock.advance(0)
    return commits()
  }

  it('are asked for again before they are used up', async () => {
    expect(await ask(false)).toBe(1)
  })

  it('are used up if other members wait for the slots', async () => {
    expect(await ask(true)).toBe(0)
  })
})
