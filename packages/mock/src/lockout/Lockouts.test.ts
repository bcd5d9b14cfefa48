import { expect, test } from 'vitest'
import { Lockouts } from './Lockouts.ts'

const rule = { attempts: 2, withinMs: 10, forMs: 100 }

test('any number of failures leaves existing locks in place', () => {
  const lockouts = new Lockouts(rule, 3)
  lockouts.fail('locked', 0)
  lockouts.fail('locked', 0)
  for (let name = 0; name < 50; name++) lockouts.fail(`${name}`, 0)
  expect(lockouts.lockedUntil('locked', 0)).toBe(100)
  expect([...lockouts.list(0)]).toHaveLength(4)
})

test('after a lock, failures count from zero, and the name is listed once', () => {
  const lockouts = new Lockouts(rule, 3)
  lockouts.lock('a', 50, 0)
  lockouts.fail('a', 49)
  expect(lockouts.lockedUntil('a', 49)).toBe(50)
  lockouts.fail('a', 50)
  expect([...lockouts.list(50)]).toEqual([{ name: 'a', failures: 1, lockedUntil: undefined }])
  lockouts.fail('a', 51)
  expect([...lockouts.list(51)]).toEqual([{ name: 'a', failures: 0, lockedUntil: 151 }])
  lockouts.clear('a')
  expect([...lockouts.list(51)]).toEqual([])
})

test('a manual lock has the duration that was set last', () => {
  const lockouts = new Lockouts(rule, 3)
  lockouts.lock('a', 50, 0)
  lockouts.lock('a', 20, 0)
  expect(lockouts.lockedUntil('a', 0)).toBe(20)
  expect([...lockouts.list(0)]).toHaveLength(1)
})
