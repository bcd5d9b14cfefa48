import { expect, test, vi } from 'vitest'
import { newestText } from './newestText.ts'

/** A stream of an increasing number. */
function counted() {
  let number = 0
  let tell = (): void => {}
  const unsubscribe = vi.fn<() => void>()
  const text = vi.fn<() => string>(() => `${number}`)
  const stream = newestText((told) => {
    tell = told
    return unsubscribe
  }, text)
  const rise = (): void => {
    number += 1
    tell()
  }
  const reader = stream.getReader()
  const read = async () => new TextDecoder().decode((await reader.read()).value)
  return { rise, read, reader, text, unsubscribe }
}

test('a fast reader gets every text', async () => {
  const { rise, read } = counted()
  expect(await read()).toBe('0')
  rise()
  expect(await read()).toBe('1')
  const next = read()
  rise()
  expect(await next).toBe('2')
})

test('for a reader that never reads, only one text is made', () => {
  const { rise, text } = counted()
  for (let at = 0; at < 1000; at++) rise()
  expect(text).toHaveBeenCalledTimes(1)
})

test('a slow reader gets the text already sent, then only the newest', async () => {
  const { rise, read, text } = counted()
  for (let at = 0; at < 1000; at++) rise()
  expect([await read(), await read()]).toEqual(['0', '1000'])
  expect(text).toHaveBeenCalledTimes(2)
})

test('a reader that cancels is not notified any more', async () => {
  const { reader, unsubscribe } = counted()
  await reader.cancel()
  expect(unsubscribe).toHaveBeenCalledOnce()
})
