import { expect, it } from 'vitest'
import { decide } from './decide.ts'
import { shareMs } from './leaseTimes.ts'
import { mattersUntil } from './mattersUntil.ts'
import type { Snapshot } from '../snapshot/Snapshot.ts'
import { maxFlightMs, terms, workOf } from './snapshot.testing.ts'
import type { Work } from './Work.ts'

/** How long after its end a share of the hour counts. */
const tailMs = maxFlightMs + 3_600_000 * 1.0005 + 1
const anonymous = {
  id: 'anonymous',
  isNamed: false,
  credentialIds: [],
  terms,
  limits: [],
  wanted: [],
  waiting: 0,
  spare: [],
}

/** Members that commit one after another. */
function setUp(outageShare: number) {
  const state: { text: string | undefined; version: number } = { text: undefined, version: 0 }
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

it('a share shrinks with the limit, unless it is spent', () => {
  const { commit } = setUp(0.1)
  commit('a', 0)
  const accounts = [{ ...anonymous, limits: [{ requests: 50, windowMs: 3_600_000 }] }]
  expect(reserved(commit('a', 1, { accounts, spentShares: ['anonymous'] }))).toBe(10)
  expect(reserved(commit('a', 2, { accounts }))).toBe(5)
})
