import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMock } from '../server/createMock.ts'
import { pageEvents } from './pageEvents.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function opened() {
  const mock = createMock()
  const told = vi.spyOn(mock, 'state', 'get')
  const { body } = pageEvents(mock)
  if (!(body instanceof ReadableStream)) throw new Error('The events are no stream.')
  return { mock, told, body }
}

test('for a reader that never reads, nothing is gathered', async () => {
  const { mock, told } = await opened()
  for (let sent = 0; sent < 50; sent++) {
    await mock.fetch('/coolness')
    await vi.advanceTimersByTimeAsync(1000)
  }
  expect(told).toHaveBeenCalledTimes(1)
})

test('a reader hears of a request soon, of many at once, and of time each second', async () => {
  const { mock, told, body } = await opened()
  const reader = body.getReader()
  const nextAfter = async (ms: number) => {
    const next = reader.read()
    await vi.advanceTimersByTimeAsync(ms)
    await next
    return told.mock.calls.length
  }
  expect(await nextAfter(0)).toBe(1)
  await mock.fetch('/coolness')
  await mock.fetch('/coolness')
  expect(await nextAfter(100)).toBe(2)
  expect(await nextAfter(900)).toBe(3)
})

test('a reader that leaves takes its timers along', async () => {
  const { mock, body } = await opened()
  await mock.fetch('/coolness')
  await body.cancel()
  expect(vi.getTimerCount()).toBe(0)
})
