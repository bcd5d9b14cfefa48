import { act } from '@testing-library/react'
import { vi } from 'vitest'

/** Lets the test move the time of all intervals. `using` restores the real time. */
export function moveIntervals(): ((ms: number) => void) & Disposable {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const pass = (ms: number): void => void act(() => vi.advanceTimersByTime(ms))
  return Object.assign(pass, { [Symbol.dispose]: () => void vi.useRealTimers() })
}
