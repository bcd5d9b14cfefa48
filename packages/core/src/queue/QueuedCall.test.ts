import { expect, it } from 'vitest'
import type { Credential } from '../contract/Credential.ts'
import { isMoreUrgent } from './QueuedCall.ts'
import { outcomeOf, queued, silentCaller } from './queuedCall.testing.ts'

const credential = (id: string): Credential => ({
  id,
  authorization: () => '',
  redact: (text) => text,
})

it('carries what its caller has when it leaves, and keeps it', () => {
  const caller = silentCaller(credential('a'))
  const waiting = queued('normal', { caller })
  caller.credential = credential('b')
  expect(waiting.credentialId).toBe('b')
  waiting.leave(7, 100)
  caller.credential = undefined
  expect(waiting.credentialId).toBe('b')
  expect([waiting.leftAt, waiting.sentAt]).toEqual([7, 107])
})

it('that left as an anonymous call stays anonymous', () => {
  const caller = silentCaller()
  const waiting = queued('normal', { caller })
  waiting.leave(0, 0)
  caller.credential = credential('a')
  expect(waiting.credentialId).toBeUndefined()
})

it('tells its caller that it left, or why it never will', async () => {
  const [one, other] = [queued(), queued()]
  const outcomes = Promise.all([outcomeOf(one), outcomeOf(other)])
  one.leave(0, 0)
  one.go()
  other.refuse({ kind: 'full', maxWaiting: 1 })
  expect(await outcomes).toEqual([undefined, { kind: 'full', maxWaiting: 1 }])
})

it('tells so if it is asked only afterwards', async () => {
  const [one, other] = [queued(), queued()]
  one.leave(0, 0)
  one.go()
  other.refuse({ kind: 'full', maxWaiting: 1 })
  expect(await Promise.all([outcomeOf(one), outcomeOf(other)])).toEqual([
    undefined,
    { kind: 'full', maxWaiting: 1 },
  ])
})

it.each([
  ['high', 0],
  ['normal', 1],
  ['low', 2],
] as const)('of priority %s stands in queue %i', (priority, baseLevel) => {
  expect(queued(priority)).toMatchObject({ baseLevel, level: baseLevel })
})

it('has risen at the very instant at which it rises, though a division would put that a little later', () => {
  const waiting = queued('normal')
  for (const enteredAt of [221.6356130306647, 505.250_000_000_000_06, 0.1, 7]) {
    waiting.enteredAt = enteredAt
    for (const windowMs of [100, 33.3]) {
      const risesAt = waiting.risesAt(0, windowMs)
      expect(waiting.levelAt(risesAt, windowMs)).toBe(0)
      expect(waiting.levelAt(risesAt - 0.001, windowMs)).toBe(1)
    }
  }
})

it('is more urgent than a call of lower priority, not than one of its own', () => {
  expect(isMoreUrgent('high', 'normal')).toBe(true)
  expect(isMoreUrgent('normal', 'low')).toBe(true)
  expect(isMoreUrgent('normal', 'normal')).toBe(false)
  expect(isMoreUrgent('low', 'normal')).toBe(false)
})

it('has the endpoint of its caller at each level', () => {
  const waiting = queued('low', { caller: { ...silentCaller(), endpoint: 'GET /a' } })
  expect(waiting.endpoint).toBe('GET /a')
  expect(waiting.at(0).endpoint).toBe('GET /a')
})
