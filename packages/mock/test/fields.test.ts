import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { wire } from './running/wire.ts'
import { serve } from './serve.ts'

const said = {
  'content-length': '5',
  'transfer-encoding': 'chunked',
  connection: 'keep-alive',
  date: 'Thu, 01 Jan 1970 00:00:00 GMT',
  'ratelimit-policy': 'none',
  'access-control-allow-origin': 'https://a.example',
  'content-type': 'text/x-own',
}

/** Every field of the answer, as it comes over the wire. */
async function fieldsOf(url: string, path: string): Promise<[string, string][]> {
  const { host } = new URL(url)
  const text = await wire(
    url,
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: https://a.example\r\nConnection: close\r\n\r\n`,
  )
  const [, ...lines] = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n')
  return lines.map((line) => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)]
  })
}

test.each(['a route', 'a fault', 'a broken fault'] as const)(
  'fields that %s gives are sent once, and say nothing of how the body travels',
  async (by) => {
    const { mock, url } = await serve({
      routes: { 'GET /mine': () => new Response('mine!', { headers: said }) },
    })
    const breakage = by === 'a broken fault' ? { breakage: 'wrong-length' as const } : {}
    if (by !== 'a route') mock.faults.next({ status: 200, body: 'mine!', headers: said, ...breakage })
    const fields = await fieldsOf(url, '/mine')
    expect(new Set(fields.map(([name]) => name)).size).toBe(fields.length)
    expect(Object.fromEntries(fields)).toMatchObject({
      'content-length': by === 'a broken fault' ? '21' : '5',
      date: new Date(mock.clock.now()).toUTCString(),
      'ratelimit-policy': '"anonymous";q=60;w=3600',
      'access-control-allow-origin': 'https://a.example',
      'content-type': 'text/x-own',
    })
    expect(fields.map(([name]) => name)).not.toContain('transfer-encoding')
  },
)

test('several cookies stay several', async () => {
  const cookies = () =>
    new Response('', {
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    })
  const { mock, ask } = await serve({ routes: { 'GET /mine': cookies } })
  expect((await ask('/mine')).headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect((await mock.fetch('/mine')).headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  mock.faults.next({ breakage: 'drip' })
  expect((await ask('/mine')).headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})

test('a route may pass on what it fetched, though that came compressed; its own compression stays', async () => {
  const upstream = createServer((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('from upstream'))
  })
  onTestFinished(() => void upstream.close())
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const { ask } = await serve({
    routes: {
      'GET /fetched': () => fetch(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`),
      'GET /own': () => new Response(gzipSync('its own'), { headers: { 'content-encoding': 'gzip' } }),
    },
  })
  expect(await (await ask('/fetched')).text()).toBe('from upstream')
  expect(await (await ask('/own')).text()).toBe('its own')
})

test.each([
  ['api.example:8080', 'http://api.example:8080/mine?x'],
  ['a@b', 'http://api.bando.cool/mine?x'],
  ['a/b', 'http://api.bando.cool/mine?x'],
  ['a b', 'http://api.bando.cool/mine?x'],
])('a request with the Host %s reaches a route at %s', async (host, reached) => {
  const { url } = await serve({ routes: { 'GET /mine': (asked) => new Response(asked.url) } })
  const text = await wire(url, `GET /mine?x HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  expect(text.slice(text.indexOf('\r\n\r\n') + 4)).toBe(reached)
})
