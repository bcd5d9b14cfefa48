import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMock } from '../server/createMock.ts'
import type { PageEvent } from './PageEvent.ts'
import { pageEvents } from './pageEvents.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function opened() {
  const mock = createMock()
  const told = vi.spyOn(mock, 'state', 'get')
  const { body } = pageEvents(mock)()
  if (!(body instanceof ReadableStream)) throw new Error('The events are no stream.')
  return { mock, told, body }
}

test('for a reader that never reads, no events are collected', async () => {
  const { mock, told } = await opened()
  for (let sent = 0; sent < 50; sent++) {
    await mock.fetch('/coolness')
    await vi.advanceTimersByTimeAsync(1000)
  }
  expect(told).toHaveBeenCalledTimes(1)
})

test('a reader gets a request soon, many at once, and the time each second', async () => {
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

test('a reader that cancels leaves no timer', async () => {
  const { mock, body } = await opened()
  await mock.fetch('/coolness')
  await body.cancel()
  expect(vi.getTimerCount()).toBe(0)
})

test('many readers share the collected events', async () => {
  const { mock, told } = await opened()
  const open = pageEvents(mock)
  told.mockClear()
  const readers = Array.from({ length: 200 }, () => (open().body as ReadableStream<Uint8Array>).getReader())
  const read = () => Promise.all(readers.map((reader) => reader.read()))
  await read()
  const next = read()
  await vi.advanceTimersByTimeAsync(1000)
  await next
  expect(told).toHaveBeenCalledTimes(2)
})

test('only the busiest hundred callers and the longest hundred lockouts are sent, with the number of the rest', async () => {
  const { mock, body } = await opened()
  const reader = body.getReader()
  await reader.read()
  for (let caller = 0; caller < 150; caller++) {
    const address = `192.0.2.${caller}`
    mock.spend({ address }, 1 + (caller % 50))
    mock.lock({ address }, 5000 + caller)
  }
  const next = reader.read()
  await vi.advanceTimersByTimeAsync(1000)
  const text = new TextDecoder().decode((await next).value)
  const { state, more } = JSON.parse(text.replace('data: ', '')) as PageEvent
  expect([state.callers.length, state.lockouts.length, more]).toEqual([
    100,
    100,
    { callers: 50, lockouts: 50 },
  ])
  expect(Math.min(...state.callers.map(({ used }) => used))).toBe(17)
})
