import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { shareMs } from './leaseTimes.ts'
import { mattersUntil } from './mattersUntil.ts'
import type { Snapshot } from '../snapshot/Snapshot.ts'
import { encodeSnapshot } from '../snapshot/snapshotText.ts'
import { at, deciding, servedAccount } from './deciding.testing.ts'
import { flightsOf } from './elsewhere.ts'
import { releaseTokens, renewShare } from './shares.ts'
import { accountWork, attempt, maxFlightMs, memberWith, snapshotOf, workOf } from './snapshot.testing.ts'
import type { Work } from './Work.ts'

/** How long after its end a share of the hour counts. */
const tailMs = maxFlightMs + 3_600_000 * 1.0005 + 1
const anonymous = accountWork({ id: 'anonymous', credentialIds: [] })

/** Members that commit one after another. */
function setUp(outageShare: number, accounts = { anonymous: servedAccount() }) {
  const state = { text: encodeSnapshot(snapshotOf({}, accounts)).text, version: 1 }
  return {
    commit: (memberId: string, at: number, given: Partial<Work> = {}): Snapshot => {
      const options = { ...workOf().options, outageShare }
      const work = workOf({ memberId, options, accounts: [anonymous], ...given })
      const { next, result } = decide(state.text, at, state.version, work)
      if (next !== undefined) {
        state.text = next
        state.version += 1
      }
      return result.snapshot
    },
  }
}

const shareOf = (snapshot: Snapshot, id: string) => snapshot.members[id]?.shares?.['anonymous']?.requests
const reserved = ({ accounts }: Snapshot) => accounts['anonymous']?.budget.permits.reserved

it('shares are set aside for members up to half of the limit, since they may vanish again and again', () => {
  const { commit } = setUp(0.2)
  const found = ['a', 'b', 'c', 'd'].map((id, index) => shareOf(commit(id, index), id))
  expect(found).toEqual([20, 20, 10, undefined])
})

it('a share of more than half is for the first member', () => {
  const { commit } = setUp(0.75)
  expect([shareOf(commit('a', 0), 'a'), shareOf(commit('b', 1), 'b')]).toEqual([75, undefined])
})

it('a share of a limit that it is no whole request of is none', () => {
  expect(shareOf(setUp(0.009).commit('a', 0), 'a')).toBeUndefined()
})

it('a member renews its share when half of its time is left', () => {
  const { commit } = setUp(0.1)
  const untilAfter = (at: number) => commit('a', at).members['a']?.shares?.['anonymous']?.until
  expect([untilAfter(0), untilAfter(shareMs / 2 - 1), untilAfter(shareMs / 2)]).toEqual([
    shareMs,
    shareMs,
    1.5 * shareMs,
  ])
})

it('the share of a member that vanished counts until the server has forgotten what it may have spent', () => {
  const { commit } = setUp(0.1)
  const snapshot = commit('a', 0)
  expect(mattersUntil(snapshot)).toBe(shareMs + tailMs)
  const other = (at: number) => reserved(commit('b', at))
  expect([other(shareMs + tailMs - 1), other(shareMs + tailMs)]).toEqual([20, 10])
})

it('a share does not get smaller with the limit, since its member may be spending it', () => {
  const { commit } = setUp(0.1)
  commit('a', 0)
  const accounts = [{ ...anonymous, limits: [{ requests: 50, windowMs: 3_600_000 }] }]
  expect(reserved(commit('a', 1, { accounts }))).toBe(10)
})

it('nothing is set aside before the server has served a call, or beyond what it says is left', () => {
  const unknown = { ...servedAccount(), said: { isSilent: false, stated: [], refusals: 0 } }
  expect(shareOf(setUp(0.1, { anonymous: unknown }).commit('a', 0), 'a')).toBeUndefined()
  const said = { isSilent: false, stated: [{ heardAt: 0, remaining: 3 }], statedUntil: 1e9, refusals: 0 }
  expect(shareOf(setUp(0.1, { anonymous: { ...unknown, said } }).commit('a', 0), 'a')).toBe(3)
})

it('nothing is set aside while members may know of more permits that are spent', () => {
  const work = deciding({ work: { options: { ...workOf().options, outageShare: 0.1 } } })
  work.snapshot.lost = { from: 'old', version: 1, knownAt: at, at, unheard: ['b'] }
  renewShare(work, 'a')
  expect(work.me.shares).toBeUndefined()
  delete work.snapshot.lost
  renewShare(work, 'a')
  expect(work.me.shares).toMatchObject({ a: { requests: 10, credentialId: 'c' } })
})

const ofToken = { requests: 10, windowMs: 3_600_000, until: 1e9, credentialId: 'c' }

describe('a share with a token', () => {
  const options = { ...workOf().options, outageShare: 0.1 }
  const sharer = memberWith({ shares: { a: ofToken } })

  it.each([
    ['no other member', {}, {}, true],
    ['one other member', { b: sharer }, {}, true],
    ['two other members', { b: sharer, c: sharer }, {}, false],
    ['one other member, with two slots in all', { b: sharer }, { maxInFlight: 2 }, false],
  ])('may be had by a member if %s has one: %o', (_, others, given, isGiven) => {
    const work = deciding({ others, work: { options: { ...options, ...given } } })
    renewShare(work, 'a')
    expect(work.me.shares !== undefined).toBe(isGiven)
  })

  it('needs a token that is verified', () => {
    const work = deciding({
      work: { options },
      change: (each) => (each.auth = { ...each.auth, statuses: {} }),
    })
    renewShare(work, 'a')
    expect(work.me.shares).toBeUndefined()
  })

  it.each([
    [3, true],
    [4, false],
  ])('needs a slot: while %i requests of others are in flight: %o', (count, isGiven) => {
    const attempts = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`b.${index}`, attempt({ credentialId: 'c', sentAt: at })]),
    )
    const work = deciding({ others: { b: memberWith({ attempts }) }, work: { options } })
    renewShare(work, 'a')
    expect(work.me.shares !== undefined).toBe(isGiven)
  })

  it('counts as one request in flight, besides those of the others', () => {
    const one = attempt({ credentialId: 'c', sentAt: at })
    const unseen = { credentialId: 'c', sentAt: Infinity, isProbe: false }
    const seen = { credentialId: 'c', sentAt: at, isProbe: false }
    expect(flightsOf(sharer)).toEqual([unseen])
    expect(flightsOf({ ...sharer, attempts: { 'b.1': one } })).toEqual([unseen])
    expect(flightsOf({ ...sharer, attempts: { 'b.1': one, 'b.2': one } })).toEqual([unseen, seen])
    const probe = attempt({ credentialId: 'c', sentAt: at, isProbe: true })
    expect(flightsOf({ ...sharer, attempts: { 'b.1': probe } })).toEqual([{ ...seen, isProbe: true }, unseen])
  })

  it('ends once its member has stopped to spend it: only what is spent stays set aside', () => {
    const me = memberWith({ shares: { a: ofToken } })
    releaseTokens(me, { spent: [], withToken: ['a'] })
    expect(me.shares).toEqual({ a: ofToken })
    releaseTokens(me, { spent: ['a'], withToken: [] })
    expect(me.shares).toEqual({ a: { ...ofToken, credentialId: undefined } })
    releaseTokens(me, { spent: [], withToken: [] })
    expect(me.shares).toBeUndefined()
  })
})
