import { expect, test } from 'vitest'
import { FailedAttempts } from './FailedAttempts.ts'

const rule = { attempts: 3, withinMs: 100, forMs: 1000 }

test('the failure that reaches the limit starts the lock at its own instant', () => {
  const attempts = new FailedAttempts(rule)
  for (const at of [0, 50]) attempts.fail(at)
  expect(attempts.lockedUntil(50)).toBeUndefined()
  attempts.fail(99)
  expect(attempts.lockedUntil(99)).toBe(1099)
  expect(attempts.lockedUntil(1098)).toBe(1099)
  expect(attempts.lockedUntil(1099)).toBeUndefined()
})

test('a failure is forgotten at the end of the period', () => {
  const attempts = new FailedAttempts(rule)
  for (const at of [0, 50, 100]) attempts.fail(at)
  expect(attempts.lockedUntil(100)).toBeUndefined()
  expect(attempts.failures(100)).toBe(2)
})

test('attempts during a lock do not extend it, and do not count afterwards', () => {
  const attempts = new FailedAttempts(rule)
  for (const at of [0, 0, 0, 999, 999]) attempts.fail(at)
  expect(attempts.lockedUntil(999)).toBe(1000)
  attempts.fail(1000)
  expect(attempts.lockedUntil(1000)).toBeUndefined()
})

test('is idle when no lock or failure has an effect', () => {
  const attempts = new FailedAttempts(rule)
  attempts.fail(0)
  expect([attempts.isIdle(99), attempts.isIdle(100)]).toEqual([false, true])
  attempts.lock(500)
  expect([attempts.isIdle(499), attempts.isIdle(500)]).toEqual([false, true])
})
