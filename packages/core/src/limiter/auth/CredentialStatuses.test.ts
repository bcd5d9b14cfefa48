import { expect, it } from 'vitest'
import { Standings } from './CredentialStatuses.ts'

const minute = 60_000
const good = (leftAt = 0) => ({ kind: 'good', leftAt, believeForMs: 100 }) as const
const bad = { kind: 'bad', leftAt: 0 } as const

it('tells until when a credential is believed, or rejected, and nothing of one that it does not know', () => {
  const standings = new Standings()
  standings.learn('good', good(), 10)
  standings.learn('bad', bad, 10)
  const told = (now: number): unknown[] =>
    ['good', 'bad', 'unknown'].map((each) => [
      standings.believedUntil(each, now),
      standings.rejectedUntil(each, now),
    ])
  expect(told(109)).toEqual([
    [110, undefined],
    [undefined, minute + 10],
    [undefined, undefined],
  ])
  expect(told(110)[0]).toEqual([undefined, undefined])
  expect(standings.rejectedUntil('bad', minute + 9)).toBe(minute + 10)
  expect(standings.rejectedUntil('bad', minute + 10)).toBeUndefined()
})

it('tells whether any is rejected still', () => {
  const standings = new Standings()
  standings.learn('good', good(), 0)
  expect(standings.hasRejected(0)).toBe(false)
  standings.learn('bad', bad, 0)
  expect([standings.hasRejected(minute - 1), standings.hasRejected(minute)]).toEqual([true, false])
  standings.forget('bad')
  expect(standings.hasRejected(0)).toBe(false)
})

it('counts plain 403s in a row, which only a good answer ends', () => {
  const standings = new Standings()
  expect(standings.forbidden('a')).toBe(0)
  standings.countForbidden('a')
  standings.countForbidden('a')
  standings.learn('a', bad, 0)
  expect([standings.forbidden('a'), standings.forbidden('b')]).toEqual([2, 0])
  standings.learn('a', good(minute), minute)
  expect(standings.forbidden('a')).toBe(0)
})

it('is written in one order, whichever came first, without what needs no telling', () => {
  const standings = new Standings()
  for (const credential of ['c', 'a', 'd', 'b']) standings.learn(credential, bad, 0)
  standings.learn('good', good(), 0)
  standings.countForbidden('plain')
  expect(Object.keys(standings.snapshot(99))).toEqual(['a', 'b', 'c', 'd', 'good'])
  expect(Object.keys(standings.snapshot(100))).toEqual(['a', 'b', 'c', 'd'])
})

it('goes on from what others know, and believes nothing that was good before it came', () => {
  const [one, other] = [new Standings(), new Standings()]
  one.learn('before', good(), 9)
  one.learn('since', good(), 10)
  one.learn('bad', bad, 10)
  other.learn('mine', bad, 0)
  other.restore(one.snapshot(10), 10)
  expect(['before', 'since'].map((each) => other.believedUntil(each, 10))).toEqual([undefined, 110])
  expect(['bad', 'mine'].map((each) => other.rejectedUntil(each, 10))).toEqual([minute + 10, undefined])
})
