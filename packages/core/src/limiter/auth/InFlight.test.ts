import { expect, it } from 'vitest'
import { call } from '../call.testing.ts'
import { UnderWay } from './InFlight.ts'

const a = (leftAt = 0) => call({ credential: 'a', leftAt })
const b = () => call({ credential: 'b' })

it('counts for each credential, and over all of them, until they have ended', () => {
  const underWay = new UnderWay()
  const [one, other, another] = [a(), a(), b()]
  for (const each of [one, other, another]) underWay.left(each, false)
  const counts = (): unknown[] => [
    underWay.ownOf('a'),
    underWay.ownOf('b'),
    underWay.ownOf('c'),
    underWay.ownSize,
    underWay.size,
  ]
  expect(counts()).toEqual([2, 1, 0, 3, 3])
  underWay.ended(one)
  expect(counts()).toEqual([1, 1, 0, 2, 2])
  underWay.ended(other)
  underWay.ended(another)
  expect(counts()).toEqual([0, 0, 0, 0, 0])
})

it('counts those of other members with a credential too, and apart from our own', () => {
  const underWay = new UnderWay()
  underWay.left(a(), false)
  underWay.restore([
    { credential: 'a', leftAt: 0, isProbe: false },
    { credential: 'b', leftAt: 0, isProbe: true },
    { credential: undefined, leftAt: 0, isProbe: true },
  ])
  expect([underWay.ownOf('a'), underWay.of('a'), underWay.of('b'), underWay.of('c')]).toEqual([1, 2, 1, 0])
  expect([underWay.ownSize, underWay.size]).toEqual([1, 3])
})

it('knows the probes of others by their credential', () => {
  const underWay = new UnderWay()
  underWay.left(call({ credential: 'c' }), true)
  underWay.restore([
    { credential: 'a', leftAt: 0, isProbe: false },
    { credential: 'b', leftAt: 0, isProbe: true },
  ])
  expect(['a', 'b', 'c'].map((each) => underWay.hasProbeElsewhere(each))).toEqual([false, true, false])
})

it('knows our own probes until they have ended', () => {
  const underWay = new UnderWay()
  const [probe, plain] = [a(), a()]
  underWay.left(probe, true)
  underWay.left(plain, false)
  expect([underWay.isProbe(probe), underWay.isProbe(plain)]).toEqual([true, false])
  underWay.ended(probe)
  expect(underWay.isProbe(probe)).toBe(false)
})

it("knows whether a probe left at an instant or later: our own, and others', and no other call", () => {
  const underWay = new UnderWay()
  const since = (): boolean[] => [5, 6].map((instant) => underWay.hasProbeSince(instant))
  expect(since()).toEqual([false, false])
  underWay.left(a(9), false)
  underWay.restore([{ credential: 'b', leftAt: 9, isProbe: false }])
  expect(since()).toEqual([false, false])
  underWay.left(a(5), true)
  expect(since()).toEqual([true, false])
  underWay.restore([{ credential: 'b', leftAt: 6, isProbe: true }])
  expect(since()).toEqual([true, true])
})

it('lets so many be given up, the same one as often as it is asked, and others once they have ended', () => {
  const underWay = new UnderWay()
  const [one, other] = [a(), a()]
  underWay.left(one, false)
  underWay.left(other, false)
  expect([underWay.giveUp(one, 1), underWay.giveUp(one, 1), underWay.giveUp(other, 1)]).toEqual([
    true,
    true,
    false,
  ])
  underWay.ended(one)
  expect([underWay.giveUp(other, 0), underWay.giveUp(other, 1)]).toEqual([false, true])
})
