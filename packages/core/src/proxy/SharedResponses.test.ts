import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { deferred } from '../deferred.testing.ts'
import { failure } from '../call/setUp.testing.ts'
import { SharedResponses } from './SharedResponses.ts'

/** Requests for one key. A test says when the API responds to each. */
function setUpShared() {
  const shared = new SharedResponses()
  const starts: { signal: AbortSignal; resolve: (response: Response | Promise<Response>) => void }[] = []
  const join = (signal: AbortSignal): Promise<Response> =>
    shared.join('key', signal, (startSignal) => {
      const { promise, resolve } = deferred<Response | Promise<Response>>()
      starts.push({ signal: startSignal, resolve })
      return promise.then((response) => response)
    })
  return { join, starts }
}

it('goes on while one of two requests still waits, and ends with the reason of the last', async () => {
  const { join, starts } = setUpShared()
  const [one, two] = [new AbortController(), new AbortController()]
  const failures = [failure(join(one.signal)), failure(join(two.signal))]
  one.abort(new Error('one left'))
  expect(await failures[0]).toEqual(new Error('one left'))
  expect(starts[0]?.signal.aborted).toBe(false)
  two.abort(new Error('two left'))
  expect(await failures[1]).toEqual(new Error('two left'))
  expect(starts[0]?.signal.reason).toEqual(new Error('two left'))
  expect(starts.length).toBe(1)
})

it('rejects a request that was aborted before it joined, and starts nothing for it', async () => {
  const { join, starts } = setUpShared()
  expect(await failure(join(AbortSignal.abort('gone')))).toBe('gone')
  expect(starts).toEqual([])
})

it('starts anew for a request that comes after all others have left', async () => {
  const { join, starts } = setUpShared()
  const gone = new AbortController()
  const left = failure(join(gone.signal))
  gone.abort()
  await left
  const joined = join(new AbortController().signal)
  starts[1]?.resolve(new Response('second'))
  expect(await (await joined).text()).toBe('second')
})

it('keeps sharing a newer start when an older one that was left ends late', async () => {
  const { join, starts } = setUpShared()
  const gone = new AbortController()
  const left = failure(join(gone.signal))
  gone.abort()
  await left
  const second = join(new AbortController().signal)
  const older = Promise.resolve(new Response('first'))
  starts[0]?.resolve(older)
  // Lets the handlers of the older start run before the third request joins.
  for (let turn = 0; turn < 10; turn += 1) await older
  const third = join(new AbortController().signal)
  starts[1]?.resolve(new Response('second'))
  const bodies = await Promise.all([second, third].map(async (response) => (await response).text()))
  expect(bodies).toEqual(['second', 'second'])
  expect(starts.length).toBe(2)
})

it('starts anew for a request that comes after the response', async () => {
  const { join, starts } = setUpShared()
  const first = join(new AbortController().signal)
  starts[0]?.resolve(new Response('first'))
  await first
  const second = join(new AbortController().signal)
  starts[1]?.resolve(new Response('second'))
  expect(await (await second).text()).toBe('second')
})

it('listens to the signal of a request only until the response is there', async () => {
  const { join, starts } = setUpShared()
  const { signal } = new AbortController()
  const joined = join(signal)
  expect(getEventListeners(signal, 'abort').length).toBe(1)
  starts[0]?.resolve(new Response('first'))
  await joined
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
