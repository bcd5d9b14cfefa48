import { expect, test, vi } from 'vitest'
import { sharedText } from './sharedText.ts'

function shared() {
  let number = 0
  let tell = (): void => {}
  const stop = vi.fn<() => void>()
  const text = vi.fn<() => string>(() => `${number}`)
  const subscribe = vi.fn<(told: () => void) => () => void>((told) => {
    tell = told
    return stop
  })
  const rise = (): void => {
    number += 1
    tell()
  }
  return { source: sharedText({ subscribe, text }), rise, subscribe, stop, text }
}

test('readers of the same change share one text', () => {
  const { source, rise, subscribe, text } = shared()
  const heard: string[] = []
  for (let reader = 0; reader < 3; reader++) source.subscribe(() => heard.push(source.text()))
  rise()
  rise()
  expect(heard).toEqual(['1', '1', '1', '2', '2', '2'])
  expect([subscribe.mock.calls.length, text.mock.calls.length]).toEqual([1, 2])
})

test('the last reader unsubscribes, and the next starts with the present state', () => {
  const { source, rise, stop, subscribe } = shared()
  const leave = [source.subscribe(() => {}), source.subscribe(() => {})]
  expect(source.text()).toBe('0')
  leave[0]?.()
  leave[0]?.()
  expect(stop).not.toHaveBeenCalled()
  leave[1]?.()
  expect(stop).toHaveBeenCalledOnce()
  rise()
  source.subscribe(() => {})
  expect([source.text(), subscribe.mock.calls.length]).toEqual(['1', 2])
})
