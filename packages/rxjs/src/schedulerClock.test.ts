import { VirtualTimeScheduler } from 'rxjs'
import { expect, it } from 'vitest'
import { schedulerClock } from './schedulerClock.ts'

const dayMs = 86_400_000

it("tells the scheduler's time, and runs callbacks by it, however late", () => {
  const scheduler = new VirtualTimeScheduler()
  const clock = schedulerClock(scheduler)
  const ranAt: number[] = []
  for (const delayMs of [5, 0, 40 * dayMs]) {
    clock.schedule(() => ranAt.push(clock.now(), clock.epoch()), delayMs, { keepAlive: true })
  }
  scheduler.flush()
  expect(ranAt).toEqual([0, 0, 5, 5, 40 * dayMs, 40 * dayMs])
})

it('undoes a callback, at any time', () => {
  const scheduler = new VirtualTimeScheduler()
  const clock = schedulerClock(scheduler)
  let runs = 0
  const cancel = clock.schedule(() => (runs += 1), 5, { keepAlive: true })
  cancel()
  cancel()
  scheduler.flush()
  expect(runs).toBe(0)
})

it('never runs backwards, though the wall clock of the scheduler does', () => {
  let time = 1000
  const clock = schedulerClock({ now: () => time, schedule: () => expect.fail('it was not asked to') })
  expect(clock.now()).toBe(1000)
  time = 400
  expect(clock.now()).toBe(1000)
  expect(clock.epoch()).toBe(400)
})
