import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { createMock } from '@bando/mock'
import { Agent as UndiciAgent, request as undiciRequest } from 'undici'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ask } from './running/ask.ts'
import { wire } from './running/wire.ts'
import { serve, times } from './serve.ts'

/**
 * So short that a test sees it end. A client that is to be served could take longer, on a busy
 * machine.
 */
const shortPatienceMs = 200
/** Longer than a test may take. */
const neverMs = 3_600_000

/** An open connection on which these bytes were sent; ended with the test. */
async function held(url: string, bytes = ''): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  await once(socket, 'connect')
  if (bytes !== '') socket.write(bytes)
  return socket
}

const head = (method: string, path: string, ...fields: string[]): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: x', 'Connection: close', ...fields, '', ''].join('\r\n')

describe('bytes that are not a request are refused on their own connection', () => {
  test.for([
    ['a huge field', head('GET', '/coolness', `X: ${'a'.repeat(100_000)}`), 431],
    ['a huge path', head('GET', `/${'a'.repeat(100_000)}`), 431],
    ['very many fields', head('GET', '/', ...Array.from({ length: 5000 }, (_, at) => `a${at}: b`)), 431],
    ['no Host', 'GET /coolness HTTP/1.1\r\n\r\n', 400],
    ['an unknown method', head('BANDO', '/coolness'), 400],
    ['a control character in the path', head('GET', '/\u0001'), 400],
    ['two lengths', head('POST', '/api/v1/quotes/', 'Content-Length: 2', 'Transfer-Encoding: chunked'), 400],
    ['a chunk of no length', `${head('POST', '/api/v1/quotes/', 'Transfer-Encoding: chunked')}zz\r\n`, 400],
    ['a TLS handshake', '\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000', 400],
  ] as const)('%s', async ([, bytes, status]) => {
    const { url, mock, statuses } = await serve()
    // Closing with bytes unread may overtake the answer (RFC 9112, section 9.6).
    const isOvertaken = bytes.length > 65_536
    expect(await wire(url, bytes)).toMatch(
      new RegExp(isOvertaken ? `^(HTTP/1.1 ${status} |$)` : `^HTTP/1.1 ${status} `),
    )
    expect(mock.log.every(({ status }) => status < 500)).toBe(true)
    expect(await statuses(1)).toEqual([200])
  })

  test('a tunnel', async () => {
    const { url, statuses } = await serve()
    expect(await wire(url, head('CONNECT', 'example.org:443'))).toBe('')
    expect(await statuses(1)).toEqual([200])
  })
})

describe('every path gets a response, and none makes the server fail', () => {
  test.for([
    '*',
    '//',
    '//example.org/coolness',
    '/%',
    '/%ff%fe',
    '/..%2f..%2f',
    'http://[x',
    'http://example.org/nowhere',
    '/__proto__',
    '/constructor',
    '/api/v1/tokens/%E0%A4%A/',
    '/api/v1/tokens/__proto__/',
    '/api/v1/wallets/%00/transactions/tx-1/',
    `/nowhere?${'%'.repeat(5000)}`,
  ])('%s', async (path) => {
    const { url } = await serve()
    expect(await wire(url, head('GET', path))).toMatch(/^HTTP\/1\.1 404 /)
  })

  test('a request with an invalid host reaches your own routes', async () => {
    const { url } = await serve({ routes: { 'GET /mine': ({ url }) => new Response(url) } })
    const bytes = head('GET', '/mine').replace('Host: x', 'Host: a b')
    expect(await wire(url, bytes)).toMatch(/^HTTP\/1\.1 200 [\s\S]*api\.bando\.cool\/mine/)
  })
})

describe('a slow client loses its connection, and does not block others', () => {
  describe.for([
    ['says nothing', ''],
    ['begins a header', 'GET /coolness HTTP/1.1\r\nX-'],
    ['sends half a body', `${head('POST', '/api/v1/quotes/', 'Content-Length: 100')}{`],
  ] as const)('one that %s', ([, bytes]) => {
    test('loses it', async () => {
      const { url } = await serve({}, { patienceMs: shortPatienceMs })
      const closed = Array.from({ length: 50 }, async () => {
        const socket = await held(url, bytes)
        if (!socket.closed) await once(socket.resume(), 'close')
      })
      await Promise.all(closed)
    })

    test('does not block others', async () => {
      const { url, statuses } = await serve({}, { patienceMs: neverMs })
      const slow = await Promise.all(Array.from({ length: 50 }, () => held(url, bytes)))
      expect(await statuses(1)).toEqual([200])
      expect(slow.filter(({ closed }) => closed)).toEqual([])
    })
  })

  test('one that never reads what it asked for', async () => {
    const { url, statuses, mock } = await serve({ anonymousLimit: { requests: 1e6, windowMs: 1000 } })
    const socket = await held(url)
    socket.pause()
    socket.write(head('GET', '/coolness').replace('close', 'keep-alive').repeat(200_000))
    expect(await statuses(20)).toEqual(times(20, 200))
    // It is not read on while its answers wait: the rest stays where it was.
    expect(socket.writableLength).toBeGreaterThan(0)
    expect(mock.log.length).toBeLessThanOrEqual(1000)
  })

  test('of thousands of connections, the oldest is closed', async () => {
    const { url, statuses } = await serve({}, { maxConnections: 20 })
    const sockets: Socket[] = []
    for (let opened = 0; opened < 60; opened++) sockets.push(await held(url))
    for (const socket of sockets.slice(0, 40)) if (!socket.closed) await once(socket.resume(), 'close')
    expect(sockets.slice(-10).map(({ closed }) => closed)).toEqual(Array.from({ length: 10 }, () => false))
    expect(await statuses(3)).toEqual(times(3, 200))
  })
})

describe('bodies', () => {
  test('a huge body is refused, and other requests are served', async () => {
    const { url, statuses } = await serve()
    const body = Buffer.alloc(20_000_000)
    // A client that is still sending may hear the refusal, or no more than that its connection was
    // closed.
    const heard = await fetch(`${url}/api/v1/quotes/`, { method: 'POST', body }).then(
      ({ status }) => status,
      () => 'closed',
    )
    expect([413, 'closed']).toContain(heard)
    expect(await statuses(1)).toEqual([200])
  })

  test.each([
    ['read by its route', '/api/v1/quotes/', 413],
    ['not read at all', '/coolness', 405],
  ])('after a huge one that is %s its connection goes on', async (_, path, status) => {
    const { url } = await serve()
    const size = 3_000_000
    const post = head('POST', path, `Content-Length: ${size}`).replace('close', 'keep-alive')
    const heard = await wire(url, post, Buffer.alloc(size), head('GET', '/coolness'))
    expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`, 'HTTP/1.1 200'])
  })

  test('a body that breaks off does not make the server fail', async () => {
    const complained = vi.spyOn(console, 'error')
    const { url, mock } = await serve()
    const socket = await held(url, `${head('POST', '/api/v1/quotes/', 'Content-Length: 100')}{`)
    await expect.poll(() => mock.log.length).toBe(1)
    socket.destroy()
    await expect.poll(() => mock.log[0]?.status).toBe(400)
    expect(complained).not.toHaveBeenCalled()
  })
})

test('pipelined requests get their responses in order', async () => {
  const { url } = await serve({ routes: { 'GET /slow': () => Promise.resolve(new Response('slow')) } })
  const asked = ['/slow', '/coolness?of=a', '/slow', '/coolness?of=b']
  const bytes = asked.map((path, at) =>
    at === asked.length - 1 ? head('GET', path) : head('GET', path).replace('close', 'keep-alive'),
  )
  const bodies = (await wire(url, bytes.join(''))).match(/slow$|slow(?=HTTP)|"of":"."/gm)
  expect(bodies).toEqual(['slow', '"of":"a"', 'slow', '"of":"b"'])
})

test('a response that cannot be sent is a 500 for its caller only', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const headers = { 'x-mine': 'a\u0001b' }
  const { url, statuses } = await serve({ routes: { 'GET /mine': () => new Response('', { headers }) } })
  expect((await ask(url, { path: '/mine' })).status).toBe(500)
  expect(await statuses(1)).toEqual([200])
})

test('many requests over one connection leave no listener on it', async () => {
  const warned = vi.fn<(warning: Error) => void>()
  process.on('warning', warned)
  onTestFinished(() => void process.off('warning', warned))
  const { url, mock } = await serve({ routes: { 'GET /mine': () => new Response('mine') } })
  mock.faults.add({ path: '/coolness', delayMs: 0 })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  for (let sent = 0; sent < 20; sent++) {
    for (const path of ['/mine', '/coolness']) {
      const [response] = (await once(request(url + path, { agent }).end(), 'response')) as [Socket]
      await once(response.resume(), 'end')
    }
  }
  expect(warned).not.toHaveBeenCalled()
})

test('endless new tokens and addresses are forgotten, and do not affect others', async () => {
  const mock = createMock({ maxAddresses: 50, journalSize: 50 })
  const token = mock.tokens.issue()
  for (let sent = 0; sent < 3000; sent++) {
    const headers = { authorization: `Bearer made-up-${sent}` }
    await mock.fetch('/coolness', { address: `10.0.${Math.floor(sent / 250)}.${sent % 250}`, headers })
  }
  const { callers, lockouts } = mock.state
  expect([callers.length, lockouts.length, mock.log.length]).toEqual([51, 50, 50])
  const served = await mock.fetch('/coolness', { headers: { authorization: `Bearer ${token}` } })
  expect(served.status).toBe(200)
})

describe('broken TLS', () => {
  test.for([
    ['plain HTTP', head('GET', '/coolness')],
    ['garbage', '\u0016\u0003\u0001nonsense'.repeat(50)],
    ['silence', ''],
  ] as const)('%s is dropped, and others are served', async ([, bytes]) => {
    const { url } = await serve({}, { tls: true, patienceMs: shortPatienceMs })
    expect(await wire(url, bytes)).not.toMatch(/^HTTP\/1\.1 200/)

    const patient = await serve({}, { tls: true, patienceMs: neverMs })
    const broken = wire(patient.url, bytes)
    const dispatcher = new UndiciAgent({ connect: { ca: patient.certificate } })
    onTestFinished(() => dispatcher.close())
    expect((await undiciRequest(`${patient.url}/coolness`, { dispatcher })).statusCode).toBe(200)
    await patient.close()
    expect(await broken).not.toMatch(/^HTTP\/1\.1 200/)
  })
})
