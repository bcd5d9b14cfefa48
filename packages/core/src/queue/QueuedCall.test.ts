import { expect, it } from 'vitest'
import type { Bearer } from '../contract/Credential.ts'
import { waiter } from './queuedCall.testing.ts'

const bearer = (fingerprint: string): Bearer => ({
  fingerprint,
  authorization: () => '',
  redact: (text) => text,
})

it('carries what its caller has when it leaves, and keeps it', () => {
  const caller: { owner: object; bearer: Bearer | undefined } = { owner: {}, bearer: bearer('a') }
  const waiting = waiter('normal', { caller })
  caller.bearer = bearer('b')
  expect(waiting.credential).toBe('b')
  waiting.leave(7)
  caller.bearer = undefined
  expect(waiting.credential).toBe('b')
  expect(waiting.leftAt).toBe(7)
})

it('that left as an anonymous call stays anonymous', () => {
  const caller: { owner: object; bearer: Bearer | undefined } = { owner: {}, bearer: undefined }
  const waiting = waiter('normal', { caller })
  waiting.leave(0)
  caller.bearer = bearer('a')
  expect(waiting.credential).toBeUndefined()
})

it('tells its caller that it left, or why it never will', async () => {
  const [one, other] = [waiter(), waiter()]
  const outcomes = Promise.all([one.outcome(), other.outcome()])
  one.leave(0)
  one.go()
  other.refuse({ kind: 'closed' })
  expect(await outcomes).toEqual([undefined, { kind: 'closed' }])
})

it('tells so whoever asks only afterwards', async () => {
  const [one, other] = [waiter(), waiter()]
  one.leave(0)
  one.go()
  other.refuse({ kind: 'closed' })
  expect(await Promise.all([one.outcome(), other.outcome()])).toEqual([undefined, { kind: 'closed' }])
})

it('has a deadline that moves along when the clock jumps', () => {
  let jumpedMs = 10
  const waiting = waiter('normal', { deadlineAt: 100, jumpedMs: () => jumpedMs })
  expect(waiting.deadlineAt).toBe(100)
  jumpedMs = 15
  expect(waiting.deadlineAt).toBe(105)
  waiting.change({ priority: 'high', deadlineAt: 200 })
  expect(waiting.deadlineAt).toBe(200)
  jumpedMs = 16
  expect(waiting.deadlineAt).toBe(201)
})

it.each([
  ['high', 0],
  ['normal', 1],
  ['low', 2],
] as const)('of priority %s stands in queue %i', (priority, queue) => {
  expect(waiter(priority)).toMatchObject({ queue, level: queue })
})
