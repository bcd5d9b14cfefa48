import { expect, it } from 'vitest'
import { CredentialStatuses } from './CredentialStatuses.ts'

const minute = 60_000
const good = (sentAt = 0) => ({ kind: 'accepted', sentAt, believeForMs: 100, endpoint: undefined }) as const
const bad = { kind: 'rejected', sentAt: 0 } as const
const refused = { kind: 'refused', sentAt: 0, endpoint: 'GET /a', isProbe: false } as const

it('tells until when a credential is believed, or rejected, and nothing of one that it does not know', () => {
  const statuses = new CredentialStatuses()
  statuses.learn('good', good(), 10)
  statuses.learn('bad', bad, 10)
  const told = (now: number): unknown[] =>
    ['good', 'bad', 'unknown'].map((each) => [
      statuses.believedUntil(each, now),
      statuses.rejectedUntil(each, now),
    ])
  expect(told(109)).toEqual([
    [110, undefined],
    [undefined, minute + 10],
    [undefined, undefined],
  ])
  expect(told(110)[0]).toEqual([undefined, undefined])
  expect(statuses.rejectedUntil('bad', minute + 9)).toBe(minute + 10)
  expect(statuses.rejectedUntil('bad', minute + 10)).toBeUndefined()
})

it('tells whether any is rejected still', () => {
  const statuses = new CredentialStatuses()
  statuses.learn('good', good(), 0)
  expect(statuses.hasRejected(0)).toBe(false)
  statuses.learn('bad', bad, 0)
  expect([statuses.hasRejected(minute - 1), statuses.hasRejected(minute)]).toEqual([true, false])
  statuses.forget('bad')
  expect(statuses.hasRejected(0)).toBe(false)
})

it('counts plain 403s in a row, which only a good answer ends', () => {
  const statuses = new CredentialStatuses()
  expect(statuses.forbidden('a')).toBe(0)
  statuses.countForbidden('a')
  statuses.countForbidden('a')
  statuses.learn('a', bad, 0)
  expect([statuses.forbidden('a'), statuses.forbidden('b')]).toEqual([2, 0])
  statuses.learn('a', good(minute), minute)
  expect(statuses.forbidden('a')).toBe(0)
})

it('is written in one order, whichever came first, without what needs no telling', () => {
  const statuses = new CredentialStatuses()
  for (const credentialId of ['c', 'a', 'd', 'b']) statuses.learn(credentialId, bad, 0)
  statuses.learn('good', good(), 0)
  statuses.countForbidden('plain')
  statuses.learn('endpoint', good(), 0)
  statuses.learn('endpoint', refused, 0)
  expect(Object.keys(statuses.snapshot(99))).toEqual(['a', 'b', 'c', 'd', 'endpoint', 'good'])
  expect(Object.keys(statuses.snapshot(100))).toEqual(['a', 'b', 'c', 'd', 'endpoint'])
})

it('goes on from what others know, and believes nothing that was good before it came', () => {
  const [one, other] = [new CredentialStatuses(), new CredentialStatuses()]
  one.learn('before', good(), 9)
  one.learn('since', good(), 10)
  one.learn('bad', bad, 10)
  other.learn('mine', bad, 0)
  other.restore(one.snapshot(10), 10)
  expect(['before', 'since'].map((each) => other.believedUntil(each, 10))).toEqual([undefined, 110])
  expect(['bad', 'mine'].map((each) => other.rejectedUntil(each, 10))).toEqual([minute + 10, undefined])
})

it('remembers which endpoints refused a credential, for other members too', () => {
  const [one, other] = [new CredentialStatuses(), new CredentialStatuses()]
  one.learn('a', good(), 0)
  one.learn('a', refused, 0)
  other.restore(one.snapshot(0), 0)
  for (const statuses of [one, other]) {
    const until = ['GET /a', 'GET /b'].map((each) => statuses.endpointRefusedUntil('a', () => each, 0))
    expect(until).toEqual([minute, undefined])
    expect([statuses.hasRefusedEndpoints('a'), statuses.hasRefusedEndpoints('b')]).toEqual([true, false])
    expect([statuses.believedUntil('a', 0), statuses.rejectedUntil('a', 0)]).toEqual([undefined, undefined])
  }
})

it('tells when the newest accepted request of each verified credential was sent, and which are rejected', () => {
  const statuses = new CredentialStatuses()
  statuses.learn('a', good(5), 9)
  statuses.learn('a', good(3), 10)
  statuses.learn('b', bad, 10)
  expect(statuses.accepted()).toEqual([{ credentialId: 'a', sentAt: 5 }])
  expect([statuses.isRejected('a'), statuses.isRejected('b')]).toEqual([false, true])
})
