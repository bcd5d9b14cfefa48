import { expect, it } from 'vitest'
import { call } from '../call.testing.ts'
import { Lock } from './Lockout.ts'

const silent = { retryAfterMs: undefined, reason: 'it says so' }
const minute = 60_000

it('is probed after 1, 2, 4, 8, 15, 15 … minutes where the API names no time', () => {
  const lock = new Lock(0, silent, () => 0)
  const delays = [lock.probeAt]
  for (let index = 0; index < 5; index += 1) {
    const { probeAt } = lock
    lock.renew(call({ leftAt: probeAt }), probeAt, silent)
    delays.push(lock.probeAt - probeAt)
  }
  expect(delays).toEqual([1, 2, 4, 8, 15, 15].map((minutes) => minutes * minute))
})

it('does not grow by the refusals of calls that were under way with the first', () => {
  const lock = new Lock(1000, silent, () => 0)
  for (const leftAt of [990, 995, 999]) lock.renew(call({ leftAt }), 1000, silent)
  expect(lock.probeAt).toBe(1000 + minute)
  lock.renew(call({ leftAt: 999 }), 2000, { retryAfterMs: 120_000, reason: 'until later' })
  expect(lock).toMatchObject({ probeAt: 2000 + 121_000, reason: 'until later', since: 1000 })
})

it('jitters after the time, never before', () => {
  expect(new Lock(0, silent, () => 0.999).probeAt).toBeCloseTo(minute * 1.0999)
})

it('obeys Retry-After, with a margin, but not beyond a day', () => {
  const after = (retryAfterMs: number): number => new Lock(0, { retryAfterMs, reason: '' }, () => 0.5).probeAt
  expect([0, 900_000, 1e12].map(after)).toEqual([1000, 901_000, 86_401_000])
})

it('never becomes shorter', () => {
  const lock = new Lock(0, { retryAfterMs: 900_000, reason: '' }, () => 0)
  lock.renew(call({ leftAt: 10 }), 20, { retryAfterMs: 0, reason: '' })
  expect(lock.probeAt).toBe(901_000)
})
