import type { BandoState } from '@bando/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { describePace } from './describe.ts'
import { pace } from './pace.ts'
import { progress } from './progress.ts'

const state = {
  limit: { remaining: 1 },
  queue: { waiting: 0, nextAt: undefined, reason: undefined },
} as BandoState

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }))
afterEach(() => void vi.useRealTimers())

it('reckons the end from the pace', () => {
  expect(pace(0, 0, 10, 1000)).toEqual({ perMinute: 0, endsAt: undefined })
  expect(pace(30, 60_000, 60, 1000)).toEqual({ perMinute: 30, endsAt: 121_000 })
  expect(pace(30, 60_000, undefined, 1000)).toEqual({ perMinute: 30, endsAt: undefined })
  expect(describePace({ perMinute: 1.67, endsAt: Date.UTC(2026, 0, 2, 3, 4, 5) })).toBe(
    '1.7/min, ends 2026-01-02 03:04:05 UTC',
  )
})

it.each([
  [100, '10 of 100 answered, 60/min, ends 2026-01-01 00:01:34 UTC, no need to wait\n'],
  [undefined, '10 answered, 60/min, no need to wait\n'],
])('writes plain lines if that is no terminal: total %s', (total, expected) => {
  const lines: string[] = []
  const out = { isTTY: false, write: (line: string) => lines.push(line) } as unknown as NodeJS.WriteStream
  const shown = progress({ before: 5, total, out })
  vi.advanceTimersByTime(4999)
  shown.show(5, state)
  expect(lines).toEqual([])
  vi.advanceTimersByTime(1)
  vi.advanceTimersByTime(20_000)
  expect(lines.map((line) => line.replace(/\b59\.\d*|\b60\b/, '60'))).toEqual([expected])
  shown.show(6, state)
  shown.stop()
  expect(lines).toHaveLength(2)
  expect(vi.getTimerCount()).toBe(0)
})
