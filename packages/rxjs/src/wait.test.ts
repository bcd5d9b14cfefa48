import { asyncScheduler, VirtualTimeScheduler } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { json, setUp } from './setUp.testing.ts'
import { maxTimerMs, wait } from './wait.ts'

const dayMs = 86_400_000

describe('by timers', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it.each([-5, 0, 1, maxTimerMs, maxTimerMs + 1, 30 * dayMs, 3 * 2 ** 31, 1000 * dayMs])(
    'emits once after %d ms and completes, even beyond the longest delay of a timer',
    (ms) => {
      const told: string[] = []
      wait(ms, asyncScheduler).subscribe({
        next: () => told.push('next'),
        complete: () => told.push('complete'),
      })
      vi.advanceTimersByTime(Math.max(0, ms - 1))
      expect(told).toEqual(ms > 0 && ms !== 1 ? [] : expect.anything())
      vi.advanceTimersByTime(1)
      expect(told).toEqual(['next', 'complete'])
      expect(vi.getTimerCount()).toBe(0)
    },
  )

  it.each([5, maxTimerMs + 5])('can be left at any time, also in a later piece: %d ms', (passedMs) => {
    const next = vi.fn<() => void>()
    const subscription = wait(30 * dayMs, asyncScheduler).subscribe(next)
    vi.advanceTimersByTime(passedMs)
    subscription.unsubscribe()
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(60 * dayMs)
    expect(next).not.toHaveBeenCalled()
  })
})

it('never emits with Infinity, and sets no timer', () => {
  const { clock, scheduler } = setUp(() => json())
  const told: string[] = []
  wait(Infinity, scheduler).subscribe({
    next: () => told.push('next'),
    complete: () => told.push('complete'),
  })
  expect(clock.pending).toBe(0)
  expect(told).toEqual([])
})

it('needs no more than one timer at a time', () => {
  const scheduler = new VirtualTimeScheduler()
  let emittedAt = 0
  wait(365 * dayMs, scheduler).subscribe(() => (emittedAt = scheduler.now()))
  expect(scheduler.actions).toHaveLength(1)
  scheduler.flush()
  expect(emittedAt).toBe(365 * dayMs)
})
