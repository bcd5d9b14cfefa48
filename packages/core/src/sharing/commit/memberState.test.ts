import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../../limiter/call.testing.ts'
import type { MemberState, Snapshot } from '../snapshot/Snapshot.ts'
import { decideOn } from './decide.testing.ts'
import { at, servedAccount, wantedCalls } from './deciding.testing.ts'
import { leaseMs, renewMs, shareMs } from './leaseTimes.ts'
import { accountWork, attempt, memberWith, snapshotOf, workOf } from './snapshot.testing.ts'
import type { Work } from './Work.ts'

const flight = attempt({ credentialId: 'c', sentAt: at - 100 })
const leased = { ...flight, isLeased: true }
const ended = (attemptId: string, outcome: Work['ended'][number]['outcome'] = outcomes.ok) => [
  { attemptId, attempt: flight, call: call({ credentialId: 'c', sentAt: at - 100 }), outcome },
]

/** What the commit of a member leaves in the store, which knows it as `me`, or not at all. */
function after(me: Partial<MemberState> | undefined, given: Partial<Work> = {}, others = {}): Snapshot {
  const members = me === undefined ? others : { me: memberWith(me), ...others }
  const snapshot = snapshotOf(members, { a: servedAccount('c') })
  return decideOn(snapshot, { accounts: [accountWork()], ...given }).result.snapshot
}

function meAfter(me: Partial<MemberState>, given: Partial<Work> = {}): MemberState {
  return after(me, given).members['me'] as MemberState
}

describe('after a commit a member has', () => {
  it('what it holds, whether or not that was stored', () => {
    const { attempts } = meAfter(
      { attempts: { 'me.1': flight, 'me.2': flight } },
      { held: { 'me.2': flight, 'me.3': flight } },
    )
    expect(Object.keys(attempts)).toEqual(['me.2', 'me.3'])
  })

  it('the newer record of an attempt that it holds', () => {
    const { attempts } = meAfter(
      { attempts: { 'me.1': flight } },
      { held: { 'me.1': { ...flight, isProbe: true } } },
    )
    expect(attempts['me.1']?.isProbe).toBe(true)
  })

  it('its leased slots, as long as it has leased attempts', () => {
    const slots = { credentialId: 'c', count: 2 }
    expect(meAfter({}, { slots, held: { 'me.1': leased } }).slots).toEqual(slots)
    expect(meAfter({}, { slots, held: { 'me.1': flight } })).not.toHaveProperty('slots')
    expect(meAfter({ slots, attempts: { 'me.1': leased } }, { held: { 'me.1': leased } })).not.toHaveProperty(
      'slots',
    )
  })

  it('what it wants of accounts that take no part in the commit', () => {
    const want = { since: 0, count: 1, readyAt: 0, until: 1e9 }
    expect(meAfter({ wants: { a: want, b: want } }).wants).toEqual({ b: want })
  })

  it('the longest time that a request of it may take', () => {
    const options = { ...workOf().options, maxFlightMs: 70_000 }
    expect(meAfter({}, { options }).maxFlightMs).toBe(70_000)
  })

  it.each<[string, Partial<Work>, number]>([
    ['a call gets a permit', { accounts: [accountWork({ wanted: wantedCalls(1), waiting: 1 })] }, at],
    ['a request has ended', { ended: ended('me.1') }, at],
    ['neither', {}, 5],
  ])('the time of the last commit in which something happened: %s', (_, given, time) => {
    expect(meAfter({ at: 5 }, given).at).toBe(time)
  })

  it('a longer lease, if a call gets a permit or half of the lease is over', () => {
    const accounts = [accountWork({ wanted: wantedCalls(1), waiting: 1 })]
    const held = { 'me.1': flight }
    const until = (before: number, given: Partial<Work>) =>
      meAfter({ until: before }, { held, ...given }).until
    expect(until(at + renewMs + 1, {})).toBe(at + renewMs + 1)
    expect(until(at + renewMs + 1, { accounts })).toBe(at + leaseMs)
    expect(until(at + renewMs, {})).toBe(at + leaseMs)
  })

  it('only the shares that it still spends', () => {
    const share = { requests: 10, windowMs: 1000, until: 1e9, credentialId: 'c' }
    const shares = (work: Work['shares']) => meAfter({ shares: { a: share } }, { shares: work }).shares
    expect(shares({ spent: [], withToken: ['a'] })).toEqual({ a: share })
    expect(shares({ spent: [], withToken: [] })).toBeUndefined()
  })

  it('a share of each of its accounts, once', () => {
    const snapshot = snapshotOf({}, { anonymous: servedAccount() })
    const anonymous = accountWork({ id: 'anonymous', credentialIds: [] })
    const options = { ...workOf().options, outageShare: 0.1 }
    const { members } = decideOn(snapshot, { accounts: [anonymous, anonymous], options }).result.snapshot
    expect(members['me']?.shares).toMatchObject({ anonymous: { requests: 10, until: at + shareMs } })
  })
})

describe('a request that has ended', () => {
  const permits = (snapshot: Snapshot) => snapshot.accounts['a']?.budget.permits

  it('is learnt from, and the credential is verified', () => {
    const snapshot = after({ attempts: { 'me.1': flight } }, { ended: ended('me.1') })
    expect(snapshot.members['me']?.attempts).toEqual({})
    expect(permits(snapshot)).toMatchObject({ inFlight: 0, answered: { at: [at], count: [1] } })
    expect(snapshot.auth.statuses['c']?.kind).toBe('verified')
  })

  it('counts once, if a commit before has written it', () => {
    const snapshot = after({}, { ended: ended('me.1', outcomes.rejected) })
    expect(permits(snapshot)).toMatchObject({ inFlight: 0, answered: { at: [] } })
    expect(snapshot.auth.statuses).toEqual({})
  })

  it('still proves what it proves, if the store has forgotten the member', () => {
    const snapshot = after(undefined, { ended: ended('me.1', outcomes.rejected) })
    expect(snapshot.auth.statuses['c']?.kind).toBe('rejected')
  })

  it('counts as any other, if other members have taken it for one that vanished', () => {
    const gone = snapshotOf(
      { me: memberWith({ until: at, attempts: { 'me.1': flight } }) },
      { a: servedAccount('c') },
    )
    const taken = decideOn(gone, { memberId: 'b' }).result.snapshot
    expect(taken.members['me']?.taken).toEqual(['me.1'])
    expect(permits(taken)).toMatchObject({ answered: { at: [] }, lost: { count: [1] } })
    const snapshot = decideOn(taken, { accounts: [accountWork()], ended: ended('me.1') }).result.snapshot
    expect(permits(snapshot)).toMatchObject({ inFlight: 0, answered: { at: [at] }, lost: { at: [] } })
    expect(snapshot.members['me']).not.toHaveProperty('taken')
    expect(snapshot.auth.unconfirmed).toEqual([])
  })
})

describe('a commit', () => {
  it('counts what the members hold, whatever was counted before', () => {
    const account = servedAccount('c')
    account.budget.permits.inFlight = 7
    const snapshot = snapshotOf({ b: memberWith({ attempts: { 'b.1': flight } }) }, { a: account })
    const { accounts } = decideOn(snapshot, { accounts: [accountWork()] }).result.snapshot
    expect(accounts['a']?.budget.permits.inFlight).toBe(1)
  })

  it('takes what members hold that have vanished', () => {
    const gone = memberWith({ until: at, attempts: { 'b.1': flight } })
    expect(after({}, {}, { b: gone }).members['b']).toMatchObject({ attempts: {}, taken: ['b.1'] })
  })

  it('frees the shares whose time is over', () => {
    const share = { requests: 10, windowMs: 1000, until: -1e9 }
    expect(after({}, {}, { b: memberWith({ shares: { a: share } }) }).members['b']).not.toHaveProperty(
      'shares',
    )
  })

  it('forgets the rejection of a credential whose owner says that it is good', () => {
    const snapshot = snapshotOf({}, { a: servedAccount('c') })
    const rejected = { kind: 'rejected', recheckAt: 1e9, times: 1 } as const
    const before = { ...snapshot, auth: { ...snapshot.auth, statuses: { c: rejected, d: rejected } } }
    const { auth } = decideOn(before, { pardoned: ['c'] }).result.snapshot
    expect(auth.statuses).toEqual({ d: rejected })
  })

  it('keeps the accounts of its member, though they hold nothing', () => {
    expect(Object.keys(after({}).accounts)).toEqual(['a'])
    expect(after({}, { accounts: [] }).accounts).toEqual({})
  })
})
