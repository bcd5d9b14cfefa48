import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { scriptedTransport } from './scriptedTransport.ts'

it('answers as told, and remembers what it was asked', async () => {
  const transport = scriptedTransport((_, index) => new Response(String(index)))
  await transport('https://a.example/x', { method: 'PUT', headers: { a: '1' }, body: 'b' })
  const second = await transport('https://a.example/y', {})
  expect(await second.text()).toBe('1')
  expect(
    transport.requests.map(({ method, url, headers, body }) => [method, url.href, headers.get('a'), body]),
  ).toEqual([
    ['PUT', 'https://a.example/x', '1', 'b'],
    ['GET', 'https://a.example/y', null, undefined],
  ])
})

it('rejects when it is aborted, like fetch, also before it began', async () => {
  const reason = new Error('left')
  const controller = new AbortController()
  const transport = scriptedTransport(() => new Promise(() => {}))
  const answer = transport('https://a.example/', { signal: controller.signal })
  controller.abort(reason)
  await expect(answer).rejects.toBe(reason)
  await expect(transport('https://a.example/', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(transport.requests).toHaveLength(1)
})

it('answers, or fails, as told, though a signal could still abort it', async () => {
  const { signal } = new AbortController()
  const lost = new TypeError('fetch failed')
  const transport = scriptedTransport((_, index) =>
    index === 0 ? new Response('a') : Promise.reject<Response>(lost),
  )
  const answer = await transport('https://a.example/', { signal })
  expect(await answer.text()).toBe('a')
  await expect(transport('https://a.example/', { signal })).rejects.toBe(lost)
})

it('leaves no listener on a signal that has aborted it', async () => {
  const controller = new AbortController()
  const transport = scriptedTransport(() => new Promise(() => {}))
  const answer = transport('https://a.example/', { signal: controller.signal })
  controller.abort(new Error('left'))
  await expect(answer).rejects.toThrow('left')
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
})
