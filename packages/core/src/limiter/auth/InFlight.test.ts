import { expect, it } from 'vitest'
import { call } from '../call.testing.ts'
import { InFlight } from './InFlight.ts'

const a = (sentAt = 0) => call({ credentialId: 'a', sentAt })
const b = () => call({ credentialId: 'b' })

it('counts for each credential, and over all of them, until they have ended', () => {
  const inFlight = new InFlight()
  const [one, other, another] = [a(), a(), b()]
  for (const each of [one, other, another]) inFlight.sent(each, false)
  const counts = (): unknown[] => [
    inFlight.ownOf('a'),
    inFlight.ownOf('b'),
    inFlight.ownOf('c'),
    inFlight.ownSize,
    inFlight.size,
  ]
  expect(counts()).toEqual([2, 1, 0, 3, 3])
  inFlight.ended(one)
  expect(counts()).toEqual([1, 1, 0, 2, 2])
  inFlight.ended(other)
  inFlight.ended(another)
  expect(counts()).toEqual([0, 0, 0, 0, 0])
})

it('counts those of other members with a credential too, and apart from our own', () => {
  const inFlight = new InFlight()
  inFlight.sent(a(), false)
  inFlight.restore([
    { credentialId: 'a', sentAt: 0, isProbe: false },
    { credentialId: 'b', sentAt: 0, isProbe: true },
    { credentialId: undefined, sentAt: 0, isProbe: true },
  ])
  expect([inFlight.ownOf('a'), inFlight.of('a'), inFlight.of('b'), inFlight.of('c')]).toEqual([1, 2, 1, 0])
  expect([inFlight.ownSize, inFlight.size]).toEqual([1, 3])
})

it('knows the probes of others by their credential', () => {
  const inFlight = new InFlight()
  inFlight.sent(call({ credentialId: 'c' }), true)
  inFlight.restore([
    { credentialId: 'a', sentAt: 0, isProbe: false },
    { credentialId: 'b', sentAt: 0, isProbe: true },
  ])
  expect(['a', 'b', 'c'].map((each) => inFlight.hasProbeElsewhere(each))).toEqual([false, true, false])
})

it('knows our own probes until they have ended', () => {
  const inFlight = new InFlight()
  const [probe, plain] = [a(), a()]
  inFlight.sent(probe, true)
  inFlight.sent(plain, false)
  expect([inFlight.isProbe(probe), inFlight.isProbe(plain)]).toEqual([true, false])
  inFlight.ended(probe)
  expect(inFlight.isProbe(probe)).toBe(false)
})

it("knows whether a probe left at an instant or later: our own, and others', and no other call", () => {
  const inFlight = new InFlight()
  const since = (): boolean[] => [5, 6].map((instant) => inFlight.hasProbeSince(instant))
  expect(since()).toEqual([false, false])
  inFlight.sent(a(9), false)
  inFlight.restore([{ credentialId: 'b', sentAt: 9, isProbe: false }])
  expect(since()).toEqual([false, false])
  inFlight.sent(a(5), true)
  expect(since()).toEqual([true, false])
  inFlight.restore([{ credentialId: 'b', sentAt: 6, isProbe: true }])
  expect(since()).toEqual([true, true])
})

it('lets so many be given up, the same one as often as it is asked, and others once they have ended', () => {
  const inFlight = new InFlight()
  const [one, other] = [a(), a()]
  inFlight.sent(one, false)
  inFlight.sent(other, false)
  expect([inFlight.giveUp(one, 1), inFlight.giveUp(one, 1), inFlight.giveUp(other, 1)]).toEqual([
    true,
    true,
    false,
  ])
  inFlight.ended(one)
  expect([inFlight.giveUp(other, 0), inFlight.giveUp(other, 1)]).toEqual([false, true])
})

it('no longer counts what was sent 10 s before a request that the API accepted', () => {
  const inFlight = new InFlight()
  const [slow, late, other] = [a(0), a(1), call({ credentialId: 'b', sentAt: 0 })]
  for (const each of [slow, late, other]) inFlight.sent(each, false)
  inFlight.restore([
    { credentialId: 'a', sentAt: 0, isProbe: false },
    { credentialId: 'a', sentAt: 1, isProbe: false },
    { credentialId: 'b', sentAt: 0, isProbe: false },
  ])
  inFlight.accepted('a', 10_000)
  expect([inFlight.of('a'), inFlight.of('b'), inFlight.size, inFlight.ownSize]).toEqual([2, 2, 4, 3])
  expect([slow, late, other].map((each) => inFlight.ended(each))).toEqual([false, true, true])
  expect([inFlight.of('a'), inFlight.of('b'), inFlight.size, inFlight.ownSize]).toEqual([1, 1, 2, 0])
})

it('tells when the newest of those that count was sent, by whichever member', () => {
  const inFlight = new InFlight()
  expect(inFlight.lastSentAt).toBe(Number.NEGATIVE_INFINITY)
  inFlight.sent(a(3), false)
  inFlight.sent(b(), false)
  expect(inFlight.lastSentAt).toBe(3)
  inFlight.restore([{ credentialId: 'a', sentAt: 7, isProbe: false }])
  expect(inFlight.lastSentAt).toBe(7)
})
