import { act, renderHook } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useCountdown } from './useCountdown.ts'

const now = Date.UTC(2026, 0, 1)

const pass = (ms: number): void =>
  act(() => {
    vi.advanceTimersByTime(ms)
  })

beforeEach(() => vi.useFakeTimers({ now }))
afterEach(() => vi.useRealTimers())

it('counts whole seconds down to 0, and renders once a second', () => {
  const seen: (number | undefined)[] = []
  renderHook(() => seen.push(useCountdown(now + 3500)))
  for (let half = 0; half < 10; half += 1) pass(500)
  expect(seen).toEqual([4000, 3000, 2000, 1000, 0])
  expect(vi.getTimerCount()).toBe(0)
})

it('counts to the new time when the time changes, and is undefined without a time', () => {
  const initialProps: { at?: number } = { at: now + 60_000 }
  const { result, rerender } = renderHook(({ at }) => useCountdown(at), { initialProps })
  expect(result.current).toBe(60_000)
  rerender({ at: now + 5000 })
  expect(result.current).toBe(5000)
  pass(1000)
  expect(result.current).toBe(4000)
  rerender({})
  expect(result.current).toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
})

it('is 0 for a time in the past', () => {
  expect(renderHook(() => useCountdown(now - 1)).result.current).toBe(0)
})

it('follows a clock that is set', () => {
  const { result } = renderHook(() => useCountdown(now + 30_000))
  vi.setSystemTime(now + 20_000)
  pass(1000)
  expect(result.current).toBe(9000)
})

it('clears its timer when it is unmounted', () => {
  renderHook(() => useCountdown(now + 5000)).unmount()
  expect(vi.getTimerCount()).toBe(0)
})

it('is undefined on a server, and reads no clock there', () => {
  const clock = vi.spyOn(Date, 'now')
  const Left = (): string => String(useCountdown(now + 5000))
  expect(renderToString(<Left />)).toBe('undefined')
  expect(clock).not.toHaveBeenCalled()
})
