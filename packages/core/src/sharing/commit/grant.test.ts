import { describe, expect, it } from 'vitest'
import { at, deciding, wantedCalls, windowMs } from './deciding.testing.ts'
import type { DecidingOptions } from './deciding.testing.ts'
import { turnMs, untold } from './fairness.ts'
import { grant } from './grant.ts'
import { accountWork, attempt, memberWith, workOf } from './snapshot.testing.ts'
import type { WantedCall } from './Work.ts'

function granted(options: DecidingOptions, wanted: WantedCall[], spare: WantedCall[] = []) {
  const all = deciding(options)
  const grants = grant(all, 'a', accountWork({ waiting: wanted.length, wanted, spare }))
  return { ids: grants.granted.map(({ attemptId }) => attemptId), stop: grants.stop, me: all.me }
}

describe('the calls of an account', () => {
  it('get the permits that are left, in the order of their turns, and the others are wanted', () => {
    const { ids, me } = granted({ requests: 3 }, wantedCalls(5))
    expect(ids).toEqual(['m.0', 'm.1', 'm.2'])
    expect(Object.keys(me.attempts)).toEqual(ids)
    expect(me.attempts['m.0']).toMatchObject({ account: 'a', sentAt: at, timeoutMs: 30_000 })
    expect(me.wants['a']).toMatchObject({ since: at, count: 2, readyAt: at + windowMs })
  })

  it('keep since when they want one, until one of them gets it', () => {
    const known = { since: 5, count: 2, readyAt: 5, until: at }
    const none = granted(
      { requests: 1, me: { wants: { a: known }, attempts: { x: attempt() } } },
      wantedCalls(2),
    )
    expect(none.me.wants['a']).toMatchObject({ since: 5, count: 2 })
    const one = granted({ requests: 1, me: { wants: { a: known } } }, wantedCalls(2))
    expect(one.me.wants['a']).toMatchObject({ since: at, count: 1 })
  })

  it.each([
    ['2 s', 9999, turnMs],
    ['4 s, of a large limit,', 10_000, 2 * turnMs],
  ])('are wanted for %s if only other members can tell when they may leave', (_, requests, untilMs) => {
    const probe = attempt({ credentialId: 'd', isProbe: true })
    const others = { b: memberWith({ attempts: { x: probe } }) }
    const { wants } = granted({ requests, others }, wantedCalls(1, 'd')).me
    expect(wants['a']).toMatchObject({ until: at + untilMs })
  })

  it.each([
    ['tell the other members nothing new while as many of them wait', 9999, 1, true],
    ['tell the other members that fewer of them wait', 9999, 2, false],
    ['tell the other members nothing new while half of them wait, of a large limit', 10_000, 2, true],
  ])('%s', (_, requests, before, isSame) => {
    const known = { since: 5, count: before, credentialId: 'd', readyAt: untold, until: at + turnMs - 1 }
    const probe = attempt({ credentialId: 'd', isProbe: true })
    const others = { b: memberWith({ attempts: { x: probe } }) }
    const { wants } = granted({ requests, others, me: { wants: { a: known } } }, wantedCalls(1, 'd')).me
    expect(wants['a'] === known).toBe(isSame)
  })

  it('want nothing any more once all have left', () => {
    const known = { since: 5, count: 1, readyAt: 5, until: at }
    expect(granted({ me: { wants: { a: known } } }, wantedCalls(1)).me.wants).toEqual({})
  })

  it('are wanted though only others can tell when they may leave, unless a response of its own may', () => {
    const slots = { credentialId: 'c', count: 4 }
    const leased = attempt({ credentialId: 'c', isLeased: true })
    const others = { b: memberWith({ slots, attempts: { w: leased, x: leased, y: leased, z: leased } }) }
    const wants = (me: DecidingOptions['me']): unknown =>
      granted({ others, me }, wantedCalls(1, 'd')).me.wants['a']
    expect(wants({})).toMatchObject({ readyAt: untold, credentialId: 'd', until: at + turnMs })
    expect(wants({ attempts: { v: attempt({ credentialId: 'd' }) } })).toBeUndefined()
  })

  it('are passed over if the rules refuse them, so that their client hears why', () => {
    const rejected = { x: { kind: 'rejected', recheckAt: 1e9, times: 1 } } as const
    const options: DecidingOptions = {
      change: (snapshot) => (snapshot.auth = { ...snapshot.auth, statuses: rejected }),
    }
    const [first, second] = wantedCalls(2)
    const refused = { ...first, call: { ...first?.call, credentialId: 'x' } } as WantedCall
    expect(granted(options, [refused, second as WantedCall]).ids).toEqual(['m.1'])
  })

  it('are marked as probes if their credential is not verified, and go alone', () => {
    const { ids, me } = granted(
      { change: (all) => (all.auth = { ...all.auth, statuses: {} }) },
      wantedCalls(2, 'c'),
    )
    expect(ids).toEqual(['m.0'])
    expect(me.attempts['m.0']).toMatchObject({ credentialId: 'c', isProbe: true })
  })
})

describe('permits for calls to come', () => {
  const spare = wantedCalls(300)

  it.each([
    ['none of a small limit', 999, 1, 0],
    ['a quarter of a large one', 1000, 1, 250],
    ['a quarter of its share, if there are other members', 1000, 2, 125],
  ])('are %s', (_, requests, members, count) => {
    const others: DecidingOptions['others'] = members > 1 ? { b: memberWith() } : {}
    expect(granted({ requests, others }, [], spare).ids).toHaveLength(count)
  })

  it.each([
    ['a member without a token', undefined, 7, 312],
    ['a member with one of the four slots of its token', 'c', 7, 625],
    ['a member with one of the slots of its token, if there are fewer members', 'c', 1, 1250],
  ])('are as many for %s as all that may hold some may lose at once', (_, credentialId, others, count) => {
    const ids = Array.from({ length: others }, (_, index) => `m${index}`)
    const members = Object.fromEntries(ids.map((id) => [id, memberWith()]))
    const options = { requests: 10_000, others: members }
    const { ids: found } = granted(
      options,
      wantedCalls(1, credentialId),
      wantedCalls(2000, credentialId).slice(1),
    )
    expect(found).toHaveLength(count + 1)
  })

  it('are none if a call of now has to wait, if only for a probe of its credential', () => {
    const probe = attempt({ credentialId: 'd', isProbe: true })
    const others = { b: memberWith({ attempts: { x: probe } }) }
    const { ids, stop } = granted({ requests: 1000, others }, wantedCalls(1, 'd'), spare)
    expect([ids, stop?.readyAt]).toEqual([[], Infinity])
  })

  it('are leased with a verified token of a large limit: all use the slots of the calls that leave', () => {
    const { ids, me } = granted({ requests: 10_000 }, wantedCalls(2, 'c'), wantedCalls(9, 'c').slice(2))
    expect(ids).toHaveLength(9)
    expect(me.slots).toEqual({ credentialId: 'c', count: 2 })
    expect(Object.values(me.attempts).every(({ isLeased }) => isLeased === true)).toBe(true)
    expect(granted({ requests: 9999 }, wantedCalls(1, 'c')).me.slots).toBeUndefined()
  })

  it.each([
    ['is held, and leased', 100, true, 1],
    ['is neither held nor leased while another member waits for a slot', 100, false, 0],
    ['is neither held nor leased if it is smaller', 99, true, 0],
  ])('of a limit from which on the member works with few commits: one %s', (_, requests, isAlone, count) => {
    const want = { since: at, count: 1, credentialId: 'c', readyAt: 0, until: 1e9 }
    const others = { b: memberWith({ wants: isAlone ? {} : { a: want } }) }
    const work = { options: { ...workOf().options, fewCommitsFrom: 100 } }
    const { ids, me } = granted({ requests, others, work }, wantedCalls(1, 'c'), wantedCalls(2, 'c').slice(1))
    expect(ids).toHaveLength(1 + count)
    expect(me.slots).toEqual(isAlone && count > 0 ? { credentialId: 'c', count: 1 } : undefined)
  })

  it('are leased to a member whose calls leave in turn, though others wait, and to no other', () => {
    const wants = { a: { since: at - 1, count: 1, credentialId: 'c', readyAt: 0, until: 1e9 } }
    const others = { b: memberWith({ wants, attempts: { x: attempt({ credentialId: 'c' }) } }) }
    const options: DecidingOptions = { requests: 10_000, others }
    expect(granted(options, wantedCalls(1, 'c'), wantedCalls(4, 'c').slice(1)).ids).toHaveLength(4)
    const leased = attempt({ credentialId: 'c', isLeased: true })
    const me = { attempts: { y: leased, z: leased }, slots: { credentialId: 'c', count: 1 } }
    expect(granted({ ...options, me }, [], wantedCalls(4, 'c')).ids).toEqual([])
    expect(granted({ requests: 10_000, me }, [], wantedCalls(4, 'c')).ids).toHaveLength(4)
  })

  it('are not leased, and take no slot, while a member with another token waits for one', () => {
    const want = { since: 0, count: 1, readyAt: untold, credentialId: 'other', until: 1e9 }
    const others = { b: memberWith({ wants: { b: want } }) }
    const { ids, me } = granted(
      { requests: 10_000, others },
      wantedCalls(1, 'c'),
      wantedCalls(4, 'c').slice(1),
    )
    expect([ids, me.slots]).toEqual([['m.0'], undefined])
  })

  it('are not leased while a response is missing that may have been a failed login', () => {
    const missing = { credentialId: 'c', endedAt: 0, until: 1e9, isRejection: false, isProbe: false }
    const options: DecidingOptions = {
      requests: 10_000,
      change: (all) => (all.auth = { ...all.auth, unconfirmed: [missing] }),
    }
    const { ids, me } = granted(options, wantedCalls(1, 'c'))
    expect([ids, me.slots, me.attempts['m.0']?.isLeased]).toEqual([['m.0'], undefined, undefined])
  })

  it('are none of a credential that is not verified', () => {
    const options: DecidingOptions = {
      requests: 1000,
      change: (all) => (all.auth = { ...all.auth, statuses: {} }),
    }
    expect(granted(options, [], wantedCalls(3, 'c')).ids).toEqual([])
  })
})
