import { expect, it } from 'vitest'
import { call } from '../call.testing.ts'
import { Lockout } from './Lockout.ts'

const silent = { retryAfterMs: undefined, reason: 'it says so' }
const minute = 60_000

it('is probed after 1, 2, 4, 8, 15, 15 … minutes if the API names no time', () => {
  const lockout = new Lockout(0, silent, () => 0)
  const delays = [lockout.probeAt]
  for (let index = 0; index < 5; index += 1) {
    const { probeAt } = lockout
    lockout.renew(call({ sentAt: probeAt }), probeAt, silent)
    delays.push(lockout.probeAt - probeAt)
  }
  expect(delays).toEqual([1, 2, 4, 8, 15, 15].map((minutes) => minutes * minute))
})

it('does not grow by the refusals of calls that were under way with the first', () => {
  const lockout = new Lockout(1000, silent, () => 0)
  for (const sentAt of [990, 995, 999]) lockout.renew(call({ sentAt }), 1000, silent)
  expect(lockout.probeAt).toBe(1000 + minute)
  lockout.renew(call({ sentAt: 999 }), 2000, { retryAfterMs: 120_000, reason: 'until later' })
  expect(lockout).toMatchObject({ probeAt: 2000 + 121_000, reason: 'until later', since: 1000 })
})

it('jitters after the time, never before', () => {
  expect(new Lockout(0, silent, () => 0.999).probeAt).toBeCloseTo(minute * 1.0999)
})

it('obeys Retry-After, with a margin, but not beyond a day', () => {
  const after = (retryAfterMs: number): number =>
    new Lockout(0, { retryAfterMs, reason: '' }, () => 0.5).probeAt
  expect([0, 900_000, 1e12].map(after)).toEqual([1000, 901_000, 86_401_000])
})

it('never becomes shorter', () => {
  const lockout = new Lockout(0, { retryAfterMs: 900_000, reason: '' }, () => 0)
  lockout.renew(call({ sentAt: 10 }), 20, { retryAfterMs: 0, reason: '' })
  expect(lockout.probeAt).toBe(901_000)
})

it('goes on as another member knows it', () => {
  const first = new Lockout(0, silent, () => 0)
  first.renew(call({ sentAt: 10 }), 20, silent)
  first.renew(call({ sentAt: 30 }), 40, { ...silent, reason: 'still' })
  const shared = first.snapshot()
  expect(shared).toEqual({ since: 0, probeAt: 40 + 4 * minute, reason: 'still', refusals: 2 })
  const other = Lockout.restore(shared, () => 0)
  expect(other.snapshot()).toEqual(shared)
  other.renew(call({ sentAt: 50 }), 60, silent)
  expect(other.probeAt).toBe(60 + 8 * minute)
})
