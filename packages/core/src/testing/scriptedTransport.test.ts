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
