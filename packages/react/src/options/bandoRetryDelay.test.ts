import { BandoLimitError } from '@bando/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bandoRetryDelay } from './bandoRetryDelay.ts'

const now = Date.UTC(2026, 0, 1)

beforeEach(() => vi.useFakeTimers({ now }))
afterEach(() => vi.useRealTimers())

const limitError = (retryAt: number | undefined): BandoLimitError =>
  new BandoLimitError('spent', { sent: false, retryable: true, attempts: 0, retryAt })

it('waits until the retryAt of the error', () => {
  expect(bandoRetryDelay(0, limitError(now + 90_000))).toBe(90_000)
})

it('is never negative', () => {
  expect(bandoRetryDelay(0, limitError(now - 5000))).toBe(0)
})

it('is at most the longest timer, because a longer one fires at once (pitfall 1)', () => {
  expect(bandoRetryDelay(0, limitError(now + 3_000_000_000))).toBe(2_147_483_647)
})

it('doubles from one second to thirty if the error has no retryAt', () => {
  const delays = [0, 1, 4, 5, 50].map((count) => bandoRetryDelay(count, limitError(undefined)))
  expect(delays).toEqual([1000, 2000, 16_000, 30_000, 30_000])
  expect(bandoRetryDelay(0, new Error('of another query'))).toBe(1000)
})
