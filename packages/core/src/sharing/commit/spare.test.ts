import { describe, expect, it } from 'vitest'
import { call } from '../../limiter/call.testing.ts'
import { at, deciding, wantedCalls, windowMs } from './deciding.testing.ts'
import type { DecidingOptions } from './deciding.testing.ts'
import type { Attempt } from '../snapshot/Snapshot.ts'
import { untold } from './fairness.ts'
import { grant } from './grant.ts'
import { accountWork, attempt, memberWith } from './snapshot.testing.ts'
import type { AccountWork } from './Work.ts'

const large = 10_000

function granted(options: DecidingOptions, given: Partial<AccountWork>) {
  const all = deciding(options)
  const grants = grant(all, 'a', accountWork(given))
  const { rules, me } = all
  const probeAt = rules.auth.opensAt(call({ credentialId: 'unknown' }), at)
  const { inFlight } = rules.account('a').budget
  return { ids: grants.granted.map(({ attemptId }) => attemptId), me, probeAt, inFlight, grants }
}

describe('permits for calls to come', () => {
  it('are leased to a member that is alone: the first takes a slot, and the others use it', () => {
    const { ids, me } = granted({ requests: large }, { spare: wantedCalls(5, 'c') })
    expect(ids).toHaveLength(5)
    expect(me.slots).toEqual({ credentialId: 'c', count: 1 })
  })

  it('that use a slot hold a permit each, and no slot of their own', () => {
    const { inFlight, probeAt } = granted({ requests: large }, { spare: wantedCalls(9, 'c') })
    expect([inFlight, probeAt]).toEqual([9, at])
  })

  it('have the account, the credential, the times and the mark of the lease', () => {
    const { grants, me } = granted({ requests: large }, { spare: wantedCalls(2, 'c') })
    const leased = {
      account: 'a',
      credentialId: 'c',
      sentAt: at,
      timeoutMs: 30_000,
      isLeased: true,
      isSpare: true,
    }
    expect(me.attempts).toEqual({ 'm.0': leased, 'm.1': leased })
    expect(grants.granted.map(({ attempt: each }) => each)).toEqual([leased, leased])
  })

  it('are at most a quarter of what is left of the limit, and of one that is used up none', () => {
    const count = (requests: number, used: number): number => {
      const all = deciding({ requests })
      const { budget } = all.rules.account('a')
      for (let index = 0; index < used; index += 1) budget.hold(at, at + 1000)
      return grant(all, 'a', accountWork({ spare: wantedCalls(128) })).granted.length
    }
    expect([count(1000, 0), count(1000, 992), count(1000, 997), count(1000, 1000)]).toEqual([128, 2, 0, 0])
  })

  it('of a limit that is not large take slots, as many as there are', () => {
    const { ids, me } = granted({ requests: 1000 }, { spare: wantedCalls(9, 'c') })
    expect([ids.length, me.slots]).toEqual([4, undefined])
    expect(me.attempts['m.0']).toEqual({
      isSpare: true,
      account: 'a',
      credentialId: 'c',
      sentAt: at,
      timeoutMs: 30_000,
    })
  })

  it('of a large limit need no slot without a token', () => {
    const { ids, me } = granted({ requests: large }, { spare: wantedCalls(9) })
    expect([ids.length, me.slots]).toEqual([9, undefined])
  })

  it('are none while a lockout refuses all authentication', () => {
    const lockout = { since: 0, probeAt: 1e9, reason: 'locked', refusals: 0 }
    const change: DecidingOptions['change'] = (all) => (all.auth = { ...all.auth, lockout })
    expect(granted({ requests: 1000, change }, { spare: wantedCalls(3, 'c') }).ids).toEqual([])
  })

  it('are not leased with a token other than that of the slots', () => {
    const slots = { credentialId: 'd', count: 1 }
    const me = { slots, attempts: { x: attempt({ credentialId: 'd', isLeased: true }) } }
    expect(granted({ requests: large, me }, { spare: wantedCalls(3, 'c') }).ids).toEqual([])
  })

  it('are none if the other members want all that is left', () => {
    const want = { since: at + 1, count: large, readyAt: 0, until: 1e9 }
    const others = { b: memberWith({ wants: { a: want }, attempts: { x: attempt() } }) }
    const work = { wanted: wantedCalls(1, 'c'), waiting: 1, spare: wantedCalls(4, 'c').slice(1) }
    expect(granted({ requests: large, others }, work).ids).toEqual(['m.0'])
  })

  it('are taken from the slots of the member, though a call of now has to wait', () => {
    const slots = { credentialId: 'c', count: 1 }
    const me = { slots, attempts: { x: attempt({ credentialId: 'c', isLeased: true }) } }
    const probe = memberWith({ attempts: { y: attempt({ credentialId: 'd', isProbe: true }) } })
    const work = { wanted: wantedCalls(1, 'd'), waiting: 1, spare: wantedCalls(3, 'c').slice(1) }
    expect(granted({ requests: large, me, others: { b: probe } }, work).ids).toEqual(['m.1', 'm.2'])
  })
})

describe('a call of now', () => {
  it('is leased with a slot of its own, besides those that the member has', () => {
    const slots = { credentialId: 'c', count: 1 }
    const me = { slots, attempts: { x: attempt({ credentialId: 'c', isLeased: true }) } }
    const { me: after } = granted({ requests: large, me }, { wanted: wantedCalls(1, 'c'), waiting: 1 })
    expect(after.slots).toEqual({ credentialId: 'c', count: 2 })
    expect(after.attempts['m.0']?.isLeased).toBe(true)
  })

  it('takes a slot that is not leased, if the member has leased slots of another token', () => {
    const slots = { credentialId: 'd', count: 1 }
    const me = { slots, attempts: { x: attempt({ credentialId: 'd', isLeased: true }) } }
    const { me: after } = granted({ requests: large, me }, { wanted: wantedCalls(1, 'c'), waiting: 1 })
    expect(after.slots).toEqual(slots)
    expect(after.attempts['m.0']?.isLeased).toBeUndefined()
  })

  it('is not leased without a token, or with one that is not verified', () => {
    const leased = (credentialId?: string) =>
      granted({ requests: large }, { wanted: wantedCalls(1, credentialId), waiting: 1 }).me.attempts['m.0']
    expect([leased()?.isLeased, leased('unknown')]).toEqual([
      undefined,
      { account: 'a', credentialId: 'unknown', sentAt: at, timeoutMs: 30_000, isProbe: true },
    ])
  })

  it('is leased though others wait for a slot of the same account, since its rules see to them', () => {
    const want = { since: at, count: 1, credentialId: 'c', readyAt: 0, until: 1e9 }
    const others = { b: memberWith({ wants: { a: want } }) }
    const { me } = granted({ requests: large, others }, { wanted: wantedCalls(1, 'c'), waiting: 1 })
    expect(me.slots).toEqual({ credentialId: 'c', count: 1 })
  })
})

it('a call that waits for a permit is wanted, though a response to a request of its member may come', () => {
  const me = { attempts: { x: attempt({ credentialId: 'c', sentAt: at }) } }
  const { me: after } = granted({ requests: 1, me }, { wanted: wantedCalls(1), waiting: 1 })
  expect(after.wants['a']).toMatchObject({ count: 1, readyAt: at + windowMs })
})

it('a call that only a response can free is wanted, if its member has only anonymous requests', () => {
  const probe = memberWith({ attempts: { y: attempt({ credentialId: 'd', isProbe: true }) } })
  const wants = (own: Attempt) =>
    granted(
      { me: { attempts: { x: own } }, others: { b: probe } },
      { wanted: wantedCalls(1, 'd'), waiting: 1 },
    ).me.wants
  expect(wants(attempt())).toMatchObject({ a: { readyAt: untold } })
  expect(wants(attempt({ credentialId: 'c' }))).toEqual({})
})

it('all calls that wait are wanted, though only the first of them are brought to the commit', () => {
  const { me } = granted({ requests: 1 }, { wanted: wantedCalls(2), waiting: 10 })
  expect(me.wants['a']).toMatchObject({ count: 9 })
})
