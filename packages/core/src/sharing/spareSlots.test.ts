import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../limiter/call.testing.ts'
import { unconfirmedMs } from '../limiter/auth/Unconfirmed.ts'
import { attempt } from './commit/snapshot.testing.ts'
import { callWith, sharedAccount } from './host.testing.ts'
import { leased, leasing, slots } from './sparePermits.testing.ts'

const demand = { isWaiting: false, othersWait: false, offsetMs: 0 }

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
    const { send, end, spares } = leasing(2)
    end(send(), outcomes.notFound)
    end(send(), outcomes.lost)
    send()
    expect([send(), spares.keptSlots(demand)]).toEqual([undefined, undefined])
  })

  it('are all lost with as many requests that may have been failed logins, or more', () => {
    const { send, end, spares } = leasing(2)
    const requests = [send(), send()]
    for (const each of requests) end(each, outcomes.lost)
    spares.ended(attempt(leased), outcomes.lost)
    expect([send(), spares.keptSlots(demand)]).toEqual([undefined, undefined])
  })

  it('serve no permit of another token', () => {
    const { host, send, hold } = leasing(2)
    host.auth.settled(call({ credentialId: 'd' }), outcomes.ok, 0)
    hold({ credentialId: 'd', isLeased: true })
    expect(send(callWith('d'))).toBeUndefined()
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

  it.each([
    ['go back until the server has forgotten a failed login', -0.5, undefined],
    ['are kept once the server has forgotten a failed login', 0, slots(2)],
  ])('%s, by the clock of the store', (_, lateMs, kept) => {
    const { host, spares } = leasing(2)
    host.auth.settled(call({ credentialId: 'd', sentAt: 1 }), outcomes.rejected, 1)
    expect(spares.keptSlots({ ...demand, offsetMs: 1 + unconfirmedMs + lateMs })).toEqual(kept)
  })

  it('that go back leave the permits that are not leased', () => {
    const { spares, hold, holdings } = leasing(2)
    hold({ credentialId: 'c' })
    spares.keptSlots({ ...demand, isWaiting: true })
    expect(Object.values(holdings.attempts)).toEqual([attempt({ credentialId: 'c' })])
  })

  it('are kept though a call waits, if each of them serves a request', () => {
    const { send, spares } = leasing(2)
    send()
    send()
    expect(spares.keptSlots({ ...demand, isWaiting: true })).toEqual(slots(2))
  })

  it('are not lost with a request that had a slot of its own', () => {
    const { send, spares } = leasing(2)
    spares.ended(attempt({ credentialId: 'c' }), outcomes.lost)
    expect([send(), send(), send()]).toEqual([expect.anything(), expect.anything(), undefined])
  })

  it('go back to others 250 ms after the commit that brought the first of them', async () => {
    const { host, spares, grant } = leasing(2)
    const others = { ...demand, othersWait: true }
    await host.clock.advance(200)
    spares.renewed(slots(3), [])
    await host.clock.advance(50)
    expect(spares.keptSlots(others)).toBeUndefined()
    grant(1, leased, slots(1))
    await host.clock.advance(249)
    expect(spares.keptSlots(others)).toEqual(slots(1))
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
    const { account, send, spares } = leasing(1)
    expect(spares.serves(account, callWith('c'), 0)).toBe(false)
    send()
    expect([8, 9].map((waiting) => spares.serves(account, callWith('c'), waiting))).toEqual([true, false])
  })

  it('is not served if it has another credential, or if another slot is free', () => {
    const { account, send, spares } = leasing(2)
    send()
    expect(spares.serves(account, callWith('c'), 0)).toBe(false)
    send()
    expect(spares.serves(account, callWith('c'), 0)).toBe(true)
    expect(spares.serves(account, callWith('d'), 0)).toBe(false)
    expect(spares.serves(account, callWith(undefined), 0)).toBe(false)
  })

  it('is not served by permits that use no leased slot, or belong to another account', () => {
    const { account, send, spares, hold, holdings } = leasing(1)
    send()
    holdings.dropSpare(() => true)
    hold({ credentialId: 'c' })
    expect(spares.serves(account, callWith('c'), 0)).toBe(false)
    expect(spares.serves(sharedAccount('other'), callWith('c'), 0)).toBe(false)
  })

  it('is served by none once the member has none', () => {
    const { account, send, end, spares } = leasing(1)
    const request = send()
    end(request, outcomes.lost)
    expect([spares.isServing, spares.serves(account, callWith('c'), 0)]).toEqual([false, false])
  })
})

describe('permits of leased slots', () => {
  const ask = async (othersWait: boolean): Promise<number> => {
    const { host, send, end, spares, grant, commits } = leasing(1)
    spares.keptSlots({ ...demand, othersWait })
    grant(0, leased, slots(1))
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
