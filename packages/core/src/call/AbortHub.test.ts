import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { AbortHub } from './AbortHub.ts'

const never = new Promise<void>(() => {})

it('lets go of every signal at an abort, though the promise is never settled', async () => {
  const hub = new AbortHub()
  const [leaving, staying] = [new AbortController(), new AbortController()]
  const raced = hub.race(never, [staying.signal, leaving.signal], () => {})
  leaving.abort(new Error('enough'))
  await expect(raced).rejects.toThrow('enough')
  expect(getEventListeners(staying.signal, 'abort')).toHaveLength(0)
  expect(getEventListeners(leaving.signal, 'abort')).toHaveLength(0)
})

it('keeps listening for those who stay when one stops twice', () => {
  const hub = new AbortHub()
  const { signal } = new AbortController()
  const stop = hub.add(signal, () => {})
  stop()
  hub.add(signal, () => {})
  stop()
  hub.add(signal, () => {})
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
})
