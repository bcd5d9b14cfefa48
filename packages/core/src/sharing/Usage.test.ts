import { expect, it } from 'vitest'
import { call } from '../limiter/call.testing.ts'
import { sharedAccount } from './host.testing.ts'
import type { CallKind } from './Usage.ts'
import { spareMs, Usage } from './Usage.ts'

const account = sharedAccount('a')

function kind(given: Partial<CallKind> = {}): CallKind {
  return { ...call({ credentialId: 'c', level: 2, whenLocked: 'wait' }), timeoutMs: 9, ...given }
}

function setUp() {
  const usage = new Usage()
  /** Tells of `count` calls that left. */
  const left = (count: number): void => {
    for (let index = 0; index < count; index += 1) usage.add(account, kind())
  }
  const takeMost = (now: number): number => usage.takeMost(account, now).length
  return { usage, left, takeMost }
}

it('remembers what a call like another needs, and not its endpoint or the call itself', () => {
  const usage = new Usage()
  usage.add(account, kind())
  expect(usage.take(account)).toEqual([
    { credentialId: 'c', level: 2, whenLocked: 'wait', timeoutMs: 9, endpoint: '' },
  ])
})

it('tells the calls of an account once, in the order in which they left', () => {
  const usage = new Usage()
  expect(usage.hasAny).toBe(false)
  for (const timeoutMs of [1, 2, 3]) usage.add(account, kind({ timeoutMs }))
  usage.add(sharedAccount('b'), kind({ timeoutMs: 4 }))
  expect(usage.take(account).map(({ timeoutMs }) => timeoutMs)).toEqual([1, 2, 3])
  expect(usage.take(account)).toEqual([])
  expect(usage.hasAny).toBe(true)
})

it('has no calls left once those of each account were told', () => {
  const { usage, left } = setUp()
  left(2)
  expect(usage.hasAny).toBe(true)
  usage.take(account)
  expect(usage.hasAny).toBe(false)
})

it('remembers 64 calls of an account at most', () => {
  const { usage, left } = setUp()
  left(63)
  expect(usage.take(account)).toHaveLength(63)
  left(70)
  expect(usage.take(account)).toHaveLength(64)
})

it('tells more calls of a moment ago rather than fewer since', () => {
  const { left, takeMost } = setUp()
  left(5)
  expect(takeMost(1000)).toBe(5)
  left(2)
  expect(takeMost(1000 + spareMs - 1)).toBe(5)
})

it('forgets what left a while ago', () => {
  const { left, takeMost } = setUp()
  left(5)
  takeMost(1000)
  left(2)
  expect(takeMost(1000 + spareMs)).toBe(2)
  expect(takeMost(1000 + spareMs + 1)).toBe(2)
})

it('prefers newer calls to as many older ones', () => {
  const { left, takeMost } = setUp()
  left(5)
  takeMost(1000)
  left(5)
  takeMost(1200)
  expect(takeMost(1200 + spareMs - 1)).toBe(5)
})

it('keeps the calls of accounts apart', () => {
  const { usage, left, takeMost } = setUp()
  left(5)
  takeMost(1000)
  expect(usage.takeMost(sharedAccount('b'), 1000)).toEqual([])
})

it('tells a call only if another has left with it, or less than 250 ms before it', () => {
  const { usage, left } = setUp()
  const taken = (count: number, now: number): number => {
    left(count)
    return usage.takeRepeated(account, now).length
  }
  expect(taken(1, 1000)).toBe(0)
  expect(taken(1, 1000 + spareMs - 1)).toBe(1)
  // A commit after which no call has left tells nothing of those to come.
  expect(taken(0, 1400)).toBe(0)
  expect(taken(1, 1499)).toBe(0)
  expect(taken(1, 1498 + spareMs)).toBe(1)
  expect(taken(2, 9000)).toBe(2)
})
