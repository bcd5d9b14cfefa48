import { getEventListeners } from 'node:events'
import { expect, it, vi } from 'vitest'
import { AbortHub } from './AbortHub.ts'
import { Cancellation } from './Cancellation.ts'

const never = new Promise<void>(() => {})

it('ends a wait for a promise that is never settled, and says so before', async () => {
  const cancellation = new Cancellation()
  const onCancel = vi.fn<() => void>()
  const raced = cancellation.race(never, onCancel)
  cancellation.cancel(new Error('enough'))
  cancellation.cancel(new Error('more than enough'))
  expect(onCancel).toHaveBeenCalledOnce()
  await expect(raced).rejects.toThrow('enough')
  await expect(cancellation.race(never)).rejects.toThrow('enough')
})

it('runs only what the last wait said', async () => {
  const cancellation = new Cancellation()
  const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()]
  await cancellation.race(Promise.resolve(), first)
  cancellation.onCancel = second
  cancellation.cancel(new Error('enough'))
  expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([0, 1])
})

it('leaves no rejection unhandled that comes after the end', async () => {
  const cancellation = new Cancellation()
  cancellation.cancel(new Error('enough'))
  await expect(cancellation.race(Promise.reject(new Error('late')))).rejects.toThrow('enough')
})

it('cancels with a signal, and listens once for all who wait, until none does', () => {
  const hub = new AbortHub()
  const controller = new AbortController()
  const { signal } = controller
  const [first, second] = [new Cancellation(), new Cancellation()]
  hub.add(signal, first)
  hub.add(signal, second)
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  hub.delete(signal, first)
  hub.delete(signal, first)
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  controller.abort(new Error('enough'))
  expect([first.isCancelled, second.reason]).toEqual([false, signal.reason])
  hub.delete(signal, second)
  hub.add(new AbortController().signal, first)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})
