import { once } from 'node:events'
import { connect } from 'node:net'
import { serve } from '@hono/node-server'
import type { Bando } from '@bando/core'
import { createBando, memoryStore } from '@bando/core'
import { createProxy } from '@bando/core/proxy'
import type { ProxyOptions } from '@bando/core/proxy'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

interface World {
  readonly mock: Mock
  /** The client on the server, which holds the token. */
  readonly bando: Bando
  readonly token: string
  readonly url: string
  readonly port: number
  /** A client as in a page: without a token, with the proxy as its base URL. */
  readonly page: (user?: string) => Bando
}

/** The mock, a proxy in front of it on a real server, and pages. */
async function setUp(options: Partial<ProxyOptions> = {}): Promise<World> {
  const mock = createMock()
  const api = await mock.listen()
  const token = mock.tokens.issue()
  const client = { store: memoryStore(), logger: quiet }
  const bando = createBando({ ...client, token, baseUrl: api.url })
  const proxy = createProxy(bando, {
    allow: ['GET /coolness'],
    basePath: '/bando',
    userOf: ({ headers }) => headers.get('x-user') ?? undefined,
    perUser: { maxPending: 1000 },
    ...options,
  })
  const server = serve({ fetch: (request: Request) => proxy(request), port: 0, hostname: '127.0.0.1' })
  if (!server.listening) await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`
  const pages: Bando[] = []
  onTestFinished(async () => {
    await Promise.all(pages.map((page) => page.close()))
    server.close()
    await bando.close()
    await api.close()
  })
  const page = (user = 'one'): Bando => {
    const made = createBando({
      baseUrl: `${url}/bando`,
      headers: { 'x-user': user },
      store: memoryStore(),
      logger: quiet,
      maxInFlight: 100,
    })
    pages.push(made)
    return made
  }
  return { mock, bando, token, url, port, page }
}

/** Writes the bytes unchanged, and reads until the server ends the connection. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  let text = ''
  try {
    for await (const chunk of socket) text += String(chunk)
  } catch {
    // A reset counts as a response, too.
  }
  return text
}

const rest = 'Host: shop.example\r\nConnection: close\r\n'

describe('only allowed requests reach the API, in any form on the wire', () => {
  it.each([
    ['a method in small letters', `get /bando/coolness HTTP/1.1\r\n${rest}\r\n`],
    ['a method that is not allowed', `TRACE /bando/coolness HTTP/1.1\r\n${rest}\r\n`],
    ['CONNECT', `CONNECT api.bando.cool:443 HTTP/1.1\r\n${rest}\r\n`],
    ['dots on the wire', `GET /bando/../admin HTTP/1.1\r\n${rest}\r\n`],
    ['dots that climb above the base path', `GET /bando/../../_mock/log HTTP/1.1\r\n${rest}\r\n`],
    ['encoded dots on the wire', `GET /bando/%2e%2e/_mock/log HTTP/1.1\r\n${rest}\r\n`],
    ['a backslash on the wire', `GET /bando\\..\\_mock\\log HTTP/1.1\r\n${rest}\r\n`],
    ['an absolute URL of another host', `GET http://evil.example/bando/../_mock HTTP/1.1\r\n${rest}\r\n`],
    ['a path that begins like a host', `GET //evil.example/bando/coolness HTTP/1.1\r\n${rest}\r\n`],
    ['a space in the path', `GET /bando/coolness /x HTTP/1.1\r\n${rest}\r\n`],
    ['a line break in the path', `GET /bando/coolness%0d%0aX: 1 HTTP/1.1\r\n${rest}\r\n`],
    ['a bare line break in a header', `GET /bando/x HTTP/1.1\r\nX: a\nGET /bando/coolness\r\n${rest}\r\n`],
    [
      'two lengths',
      `POST /bando/coolness HTTP/1.1\r\n${rest}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc`,
    ],
    [
      'a length beside chunks, with a request behind',
      `POST /bando/x HTTP/1.1\r\n${rest}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /bando/coolness HTTP/1.1\r\n${rest}\r\n`,
    ],
    [
      'chunks under a disguise',
      `POST /bando/x HTTP/1.1\r\n${rest}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /bando/coolness HTTP/1.1\r\n${rest}\r\n`,
    ],
    [
      'an override of the method',
      `POST /bando/coolness HTTP/1.1\r\n${rest}X-HTTP-Method-Override: GET\r\n\r\n`,
    ],
    [
      'an upgrade',
      `GET /bando/ws HTTP/1.1\r\nHost: a\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n`,
    ],
  ])('%s', async (_, bytes) => {
    const { mock, port, token } = await setUp()
    const text = await raw(port, bytes)
    expect(mock.log.map(({ method, path }) => [method, path])).toEqual([])
    expect(text).not.toContain(token)
    expect(text).not.toMatch(/^HTTP\/1\.1 2/)
  })

  it('an absolute URL of another host still reaches this API, with its token', async () => {
    const { mock, port } = await setUp()
    expect(await raw(port, `GET http://evil.example/bando/coolness HTTP/1.1\r\n${rest}\r\n`)).toMatch(/ 200 /)
    expect(mock.log.map(({ path, status }) => [path, status])).toEqual([['/coolness', 200]])
  })
})

it('shows a page the budget, and lets its client wait for it, without a token', async () => {
  const { page, mock, token } = await setUp({ perUser: { limit: { requests: 3, windowMs: 3_600_000 } } })
  const one = page()
  const { status, headers } = await one.get('/coolness', { query: { n: 0 } })
  expect(status).toBe(200)
  expect(one.state).toMatchObject({ auth: { status: 'anonymous' }, limit: { requests: 3, remaining: 2 } })
  expect(JSON.stringify([...headers])).not.toContain(token)
  for (const n of [1, 2]) await one.get('/coolness', { query: { n } })
  const refused = await one
    .get('/coolness', { query: { n: 3 }, maxWaitMs: 0 })
    .catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'limit', sent: false })
  expect(mock.log.map(({ verdict }) => verdict)).toEqual(['served', 'served', 'served'])
  expect((await page('two').get('/coolness')).status).toBe(200)
})

it('serves a thousand users from one budget of a hundred, and the API refuses none', async () => {
  const { url, mock } = await setUp({ maxWaitMs: 0 })
  const ask = async (user: number, n: number): Promise<number> => {
    const response = await fetch(`${url}/bando/coolness?n=${n}`, { headers: { 'x-user': String(user) } })
    await response.arrayBuffer()
    return response.status
  }
  await ask(0, 0)
  const statuses = await Promise.all(Array.from({ length: 1000 }, (_, user) => ask(user, user)))
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  expect(mock.log.filter(({ status }) => status === 429)).toEqual([])
  expect(mock.log.length).toBeLessThanOrEqual(100)
  expect(statuses.filter((status) => status === 200).length).toBe(mock.log.length - 1)
})

it('runs as the README shows it for Hono and for Next.js', async () => {
  const mock = createMock()
  const api = await mock.listen()
  vi.stubEnv('BANDO_URL', api.url)
  vi.stubEnv('BANDO_TOKEN', mock.tokens.issue())
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await api.close()
  })
  const { app } = await import('../../examples/proxyHono.ts')
  const { GET } = await import('../../examples/proxyNext.ts')
  const url = 'http://shop.example/bando/coolness'
  const ofHono = await app.request(url, { headers: { cookie: 'session=7' } })
  const ofNext = await GET(new Request(url))
  expect([ofHono.status, ofNext.status, mock.log.length]).toEqual([200, 200, 2])
  expect(ofHono.headers.get('ratelimit-policy')).toBe('"user";q=20;w=3600')
  expect((await app.request('http://shop.example/bando/secret')).status).toBe(404)
})
