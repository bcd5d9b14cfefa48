import { expect, it } from 'vitest'
import { json, setUp } from './setUp.testing.ts'
import { longestTimerMs, timerAt } from './timerAt.ts'

it.each([
  ['at its time', 5000, 5000],
  ['at once where that has passed', -5000, 0],
  [
    'as late as timers can, rather than at once, where that is too far',
    longestTimerMs + 5000,
    longestTimerMs,
  ],
])('fires %s', (_, inMs, expectedMs) => {
  const { clock, scheduler } = setUp(() => json())
  const subscription = timerAt(clock.epoch() + inMs, scheduler).subscribe()
  expect(clock.nextAt).toBe(clock.now() + expectedMs)
  subscription.unsubscribe()
  expect(clock.pending).toBe(0)
})
