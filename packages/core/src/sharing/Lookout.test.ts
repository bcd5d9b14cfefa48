import { expect, it, vi } from 'vitest'
import type { Clock } from '../contract/Clock.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { Lookout } from './Lookout.ts'

function setUp() {
  const clock = new ManualClock()
  const looks: number[] = []
  return { clock, looks, lookout: new Lookout(clock, () => looks.push(clock.now())) }
}
const idle = { keepAlive: false }

it('looks once, at the time that was set last', async () => {
  const { clock, looks, lookout } = setUp()
  lookout.set(100, idle)
  await clock.advance(50)
  lookout.set(100, idle)
  lookout.set(200, { keepAlive: true })
  lookout.set(80, { keepAlive: true })
  await clock.advance(1000)
  expect(looks).toEqual([130])
  expect(clock.pending).toBe(0)
})

it('keeps one timer while it is put off', async () => {
  const { clock, looks, lookout } = setUp()
  for (let index = 0; index < 10; index += 1) {
    lookout.set(100, idle)
    expect([clock.pending, clock.nextAt]).toEqual([1, 100])
    await clock.advance(9)
  }
  await clock.advance(1000)
  expect(looks).toEqual([181])
})

it('looks not at all if it is stopped, or set to Infinity', async () => {
  const { clock, looks, lookout } = setUp()
  lookout.set(100, idle)
  lookout.set(Infinity, idle)
  expect(clock.pending).toBe(0)
  lookout.set(100, idle)
  lookout.stop()
  expect(clock.pending).toBe(0)
  await clock.advance(1000)
  expect(looks).toEqual([])
})

it('looks again each time it is set, also after a look and after it was stopped', async () => {
  const { clock, looks, lookout } = setUp()
  lookout.set(100, idle)
  await clock.advance(100)
  lookout.set(200, idle)
  lookout.stop()
  lookout.set(300, idle)
  await clock.advance(300)
  lookout.set(50, idle)
  await clock.advance(1000)
  expect(looks).toEqual([100, 400, 450])
})

it('looks after a millisecond at the earliest', async () => {
  const { clock, looks, lookout } = setUp()
  lookout.set(0, idle)
  await clock.advance(0.5)
  expect(looks).toEqual([])
  await clock.advance(0.5)
  expect(looks).toEqual([1])
})

it.each([
  ['looks if its timer comes early by what sums are rounded', 0.009, [99.991]],
  ['waits on if its timer comes earlier than that, for a millisecond at least', 0.02, [99.98 + 1 - 0.02]],
])('%s', async (_, earlyMs, expected) => {
  const clock = new ManualClock()
  const looks: number[] = []
  const early: Clock = {
    now: () => clock.now(),
    epoch: () => clock.epoch(),
    schedule: (callback, delayMs) => clock.schedule(callback, delayMs - earlyMs),
  }
  new Lookout(early, () => looks.push(clock.now())).set(100, idle)
  await clock.advance(1000)
  expect(looks).toEqual(expected)
})

it.each([true, false])('keeps the process running as it was told last: %s', async (keepAlive) => {
  const { clock, lookout } = setUp()
  const schedule = vi.spyOn(clock as Clock, 'schedule')
  lookout.set(100, { keepAlive: !keepAlive })
  lookout.set(200, { keepAlive })
  expect(schedule).toHaveBeenLastCalledWith(expect.any(Function), 200, { keepAlive })
  expect([clock.pending, clock.nextAt]).toEqual([1, 200])
  lookout.set(300, { keepAlive })
  await clock.advance(200)
  expect(schedule).toHaveBeenLastCalledWith(expect.any(Function), 100, { keepAlive })
})
