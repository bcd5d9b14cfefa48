import { describe, expect, it } from 'vitest'
import { unconfirmedMs } from '../../limiter/auth/Unconfirmed.ts'
import { call } from '../../limiter/call.testing.ts'
import type { MemberState, StoredAccount } from '../snapshot/Snapshot.ts'
import { at, deciding, servedAccount, windowMs } from './deciding.testing.ts'
import type { DecidingOptions } from './deciding.testing.ts'
import { turnMs, untold } from './fairness.ts'
import type { Stop } from './mayLeave.ts'
import { aheadOfLeased, mayBeSpentUntil, mayHold, mayLeave, sameWant, wantOf } from './mayLeave.ts'
import { attempt, memberWith, snapshotOf } from './snapshot.testing.ts'

const anonymous = call({ sentAt: at })
const known = call({ credentialId: 'c', sentAt: at })
const want = { since: 0, count: 1, readyAt: 0, until: at + 500 }
const lost = { from: 'old', version: 1, knownAt: at, at, unheard: ['b'] }

function stopOf(options: DecidingOptions, which = anonymous): Stop | undefined {
  return mayLeave(deciding(options), { account: 'a', call: which, since: at })
}

/** The account `a`, after the server has told how many more requests it would serve. */
function stating(remaining: number): DecidingOptions['change'] {
  const said = { isSilent: false, stated: [{ heardAt: 0, remaining }], statedUntil: 1e9, refusals: 0 }
  return (snapshot) => (snapshot.accounts['a'] = { ...servedAccount('c'), said })
}

function waitingFor(count: number): MemberState {
  return memberWith({ wants: { a: { ...want, count } }, attempts: {} })
}

describe('a call', () => {
  it('is ready at once if only a response can tell that the server has room', () => {
    const unheard: StoredAccount['said'] = { isSilent: false, stated: [], refusals: 0 }
    const stop = stopOf({
      change: (snapshot) => (snapshot.accounts['a'] = { ...servedAccount('c'), said: unheard }),
      others: { b: memberWith({ attempts: { x: attempt() } }) },
    })
    expect(stop).toEqual({ readyAt: at, credentialId: undefined })
  })

  it('leaves the last request that the server would serve to a member that has waited longer', () => {
    const others = { b: waitingFor(1) }
    expect(stopOf({ others, change: stating(1) })?.closed?.reason).toBe('turn')
    expect(stopOf({ others, change: stating(2) })).toBeUndefined()
  })

  it.each([
    ['later', { readyAt: at + 1 }],
    ['no more', { until: at }],
  ])('leaves no permit to a member that wants one %s', (_, given) => {
    const others = { b: memberWith({ wants: { a: { ...want, ...given } } }) }
    expect(stopOf({ requests: 1, others })).toBeUndefined()
  })

  it('leaves a slot to another member that wants one with the same token', () => {
    const others = { b: memberWith({ wants: { a: { ...want, since: at + 1, credentialId: 'c' } } }) }
    const attempts = { 'me.1': attempt({ credentialId: 'c', sentAt: at }) }
    const two = { ...attempts, 'me.2': attempt({ credentialId: 'c', sentAt: at }) }
    expect(stopOf({ others, me: { attempts } }, known)).toBeUndefined()
    expect(stopOf({ others, me: { attempts: two } }, known)).toEqual({
      readyAt: at,
      credentialId: 'c',
      closed: { until: at + 500, reason: 'turn' },
    })
  })

  it('with a token that is not verified waits until a failed login is forgotten', () => {
    const until = at + 5000
    const failed = { credentialId: 'd', endedAt: 0, until, isRejection: true, isProbe: true }
    const stop = stopOf(
      {
        change: (snapshot) => {
          snapshot.auth = { ...snapshot.auth, statuses: {}, unconfirmed: [failed, failed, failed] }
        },
      },
      known,
    )
    expect(stop).toEqual({ readyAt: until, credentialId: undefined })
  })

  it('may leave as soon as what was lost is forgotten', () => {
    const forgottenMs = windowMs * 1.0005 + 1
    const stop = (lostAt: number) => stopOf({ change: (all) => (all.lost = { ...lost, at: lostAt }) })
    expect(stop(at - forgottenMs)).toBeUndefined()
    expect(stop(at - forgottenMs + 1)?.closed).toEqual({ until: at + 1, reason: 'limit' })
  })
})

describe('what was free when the store lost its data may be spent', () => {
  const until = (given: Partial<typeof lost>, credentialId: string | undefined, ms: number): number =>
    mayBeSpentUntil({ ...snapshotOf({}), lost: { ...lost, ...given } }, { credentialId }, ms)

  it.each([
    ['for a window, by an anonymous call', undefined, 1000, 1001.5],
    ['for a window, by a call with a token', 'c', 1_000_000, 1_000_501],
    ['as long as a failed login counts, by a call with a token', 'c', 1000, unconfirmedMs],
  ])('%s', (_, credentialId, ms, forgottenMs) => {
    expect(until({}, credentialId, ms)).toBe(at + forgottenMs)
  })

  it('no more if all members have told what they know, or nothing was lost', () => {
    expect(until({ unheard: [] }, 'c', 1000)).toBe(0)
    expect(mayBeSpentUntil(snapshotOf({}), { credentialId: 'c' }, 1000)).toBe(0)
  })
})

describe('before a member holds more for its leased slots', () => {
  const ahead = (options: DecidingOptions, isInTurn: boolean): number | undefined =>
    aheadOfLeased(deciding(options), 'a', isInTurn)
  const others = { b: waitingFor(3), d: waitingFor(4) }

  it('the others get all that they want, if its calls leave in turn', () => {
    expect(ahead({ others }, true)).toBe(7)
  })

  it('the others get what they want from now on', () => {
    const ready = memberWith({ wants: { a: { ...want, count: 3, readyAt: at } } })
    expect(ahead({ others: { b: ready } }, true)).toBe(3)
  })

  it('the others go first, if none of its calls leaves', () => {
    expect(ahead({ others }, false)).toBeUndefined()
  })

  it('the others get all that they want, though none of its calls leaves, if it holds fewer permits', () => {
    const attempts = { 'b.1': attempt(), 'b.2': attempt() }
    const busy = memberWith({ attempts, wants: { a: { ...want, count: 3 } } })
    expect(ahead({ others: { b: busy } }, false)).toBe(3)
  })

  it('the others get nothing if they want nothing, or only later', () => {
    const later = memberWith({ wants: { a: { ...want, readyAt: at + 1 } } })
    expect(ahead({ others: { b: memberWith(), later } }, false)).toBe(0)
  })

  it('healthy members go first, if it is ill', () => {
    const attempts = { 'b.1': attempt(), 'b.2': attempt() }
    const busy = memberWith({ attempts, wants: { a: want } })
    expect(ahead({ others: { b: busy }, me: { isIll: true } }, false)).toBeUndefined()
  })
})

describe('a member may hold one more for its leased slots', () => {
  const holds = (options: DecidingOptions, ahead = 0): boolean =>
    mayHold(deciding(options), { account: 'a', call: known }, ahead)

  it('as long as its account has permits besides those of the others', () => {
    expect([holds({ requests: 3 }, 2), holds({ requests: 3 }, 3)]).toEqual([true, false])
  })

  it('as long as the server would serve more than the others want', () => {
    expect([holds({ change: stating(3) }, 2), holds({ change: stating(3) }, 3)]).toEqual([true, false])
  })

  it('once what was lost is forgotten', () => {
    const change = (lostAt: number): DecidingOptions => ({
      change: (snapshot) => (snapshot.lost = { ...lost, at: lostAt }),
    })
    const forgottenMs = windowMs * 1.0005 + 1
    expect([holds(change(at - forgottenMs)), holds(change(at - forgottenMs + 1))]).toEqual([true, false])
  })
})

describe('a want', () => {
  const details = { since: 3, count: 2, at, isLarge: false }

  it('of a call that only others can free counts for two seconds from now', () => {
    expect(wantOf({ readyAt: Infinity, credentialId: 'c' }, details)).toEqual({
      since: 3,
      count: 2,
      credentialId: 'c',
      readyAt: untold,
      until: at + turnMs,
    })
  })

  it('of a call without a token names no credential', () => {
    expect(wantOf({ readyAt: at }, details)).not.toHaveProperty('credentialId')
  })

  it('is the same if it would take a permit at the same time later', () => {
    const before = { ...want, readyAt: at + 100, until: at + 1500 }
    expect(sameWant(before, { ...before, until: at + 2100 }, { at, isLarge: false })).toBe(before)
  })

  it('is told anew if it would take a permit earlier', () => {
    const next = { ...want, readyAt: at, until: at + 2000 }
    expect(sameWant({ ...want, readyAt: at + 1, until: at + 1500 }, next, { at, isLarge: false })).toBe(next)
  })
})
