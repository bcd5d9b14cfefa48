import type { IncomingHttpHeaders } from 'node:http'
import { Agent, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import type { AxiosInstance } from 'axios'
import { create, isAxiosError } from 'axios'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { axiosTransport } from './axios-transport.ts'

interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Served {
  readonly status?: number
  readonly headers?: Record<string, string | string[]>
  readonly body?: string | Uint8Array
}

/** A server that keeps what it saw, and answers as told. */
async function serve({ status = 200, headers = {}, body = '' }: Served = {}): Promise<{
  url: string
  seen: Seen[]
}> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const { method, url } = request
      seen.push({ method, url, headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(status, headers).end(body)
    })()
  })
  return { url: await listen(server), seen }
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const authorization = 'Bearer bando_s3cret'

/** An instance whose requests fail so. */
const failing = (thrown: unknown): AxiosInstance => create({ adapter: () => Promise.reject(thrown) })

function failure(axios: AxiosInstance, url: string, init: RequestInit = {}): Promise<unknown> {
  return axiosTransport(axios)(url, { headers: { authorization }, ...init }).then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('what axiosTransport sends', () => {
  const form = new FormData()
  form.set('name', 'value')

  it.each<[string, BodyInit, string, RegExp]>([
    ['a string', 'text', 'text', /^text\/plain/],
    ['bytes', new TextEncoder().encode('bytes'), 'bytes', /^$/],
    ['an ArrayBuffer', new TextEncoder().encode('buffer').buffer, 'buffer', /^$/],
    ['a Blob', new Blob(['blob'], { type: 'text/css' }), 'blob', /^text\/css$/],
    ['URLSearchParams', new URLSearchParams({ a: '1' }), 'a=1', /^application\/x-www-form-urlencoded/],
    ['a form', form, 'name="name"\r\n\r\nvalue\r\n', /^multipart\/form-data; boundary=/],
    ['a stream', new Blob(['stream']).stream(), 'stream', /^$/],
  ])('is the body that fetch would send: %s', async (_, body, text, type) => {
    const { url, seen } = await serve()
    await axiosTransport(create())(`${url}/path`, { method: 'POST', body })
    expect(seen).toHaveLength(1)
    expect(seen[0]!.body).toContain(text)
    expect(seen[0]!.headers['content-type'] ?? '').toMatch(type)
  })

  it('is a stream while it still arrives', async () => {
    const arrived = Promise.withResolvers<void>()
    const url = await listen(
      createServer((request, response) => {
        request.once('data', () => arrived.resolve()).on('end', () => response.end())
      }),
    )
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const answer = axiosTransport(create())(url, { method: 'POST', body: readable })
    const writer = writable.getWriter()
    await writer.write(new TextEncoder().encode('first'))
    await arrived.promise
    await writer.close()
    expect((await answer).status).toBe(200)
  })

  it('keeps the given type, and has none without a body', async () => {
    const { url, seen } = await serve()
    const transport = axiosTransport(create())
    await transport(url, { method: 'PUT', body: '{}', headers: { 'Content-Type': 'application/json' } })
    await transport(url, { method: 'POST' })
    expect(seen.map(({ headers }) => headers['content-type'])).toEqual(['application/json', undefined])
  })

  it('has no credentials, base URL or query of the instance', async () => {
    const { url, seen } = await serve()
    const axios = create({
      auth: { username: 'their', password: 'own' },
      headers: { common: { Authorization: 'Bearer their' } },
      baseURL: 'http://127.0.0.1:1',
      allowAbsoluteUrls: false,
      params: { key: 'their' },
    })
    await axiosTransport(axios)(`${url}/a?b=1`, { headers: { authorization } })
    await axiosTransport(axios)(`${url}/anonymous`, {})
    expect(seen.map((each) => [each.url, each.headers.authorization])).toEqual([
      ['/a?b=1', authorization],
      ['/anonymous', undefined],
    ])
  })
})

describe('what axiosTransport resolves with', () => {
  it.each([200, 204, 304, 400, 401, 403, 429, 503])('is a Response of any status: %i', async (status) => {
    const { url } = await serve({ status, headers: { 'Retry-After': '7', 'Set-Cookie': ['a=1', 'b=2'] } })
    const response = await axiosTransport(create())(url, {})
    expect(response.status).toBe(status)
    expect(response.headers.get('retry-after')).toBe('7')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('has the body byte by byte, even if the instance transforms bodies', async () => {
    const { url } = await serve({ body: ' {"a": 1} ', headers: { 'Content-Type': 'application/json' } })
    const axios = create({ responseType: 'json', transformResponse: () => 'theirs' })
    expect(await (await axiosTransport(axios)(url, {})).text()).toBe(' {"a": 1} ')
  })

  it('has the bytes of a body that is not text', async () => {
    const body = Uint8Array.of(0xff, 0xfe, 0x00, 0x80)
    const { url } = await serve({ body })
    expect(await (await axiosTransport(create())(url, {})).bytes()).toEqual(body)
  })

  it.each([204, 304])('frees the connection if the status allows no body: %i', async (status) => {
    const { url, seen } = await serve({ status })
    const transport = axiosTransport(create({ httpAgent: new Agent({ keepAlive: true, maxSockets: 1 }) }))
    for (const _ of [1, 2]) expect((await transport(url, {})).status).toBe(status)
    expect(seen).toHaveLength(2)
  })

  it('fails with its body, and the error does not have the token', async () => {
    const data = new Readable({ read: () => data.destroy(new Error(`Refused ${authorization}`)) })
    const head = { data, status: 200, statusText: '', headers: {} }
    const axios = create({ adapter: async (config) => ({ ...head, config }) })
    const response = await axiosTransport(axios)('http://127.0.0.1:1', { headers: { authorization } })
    const error: unknown = await response.text().catch((error: unknown) => error)
    expect(error).toMatchObject({ message: 'Refused Bearer …' })
  })

  it('is the redirect itself', async () => {
    const { url, seen } = await serve({ status: 302, headers: { Location: '/elsewhere' } })
    const response = await axiosTransport(create())(url, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([302, '/elsewhere'])
    expect(seen).toHaveLength(1)
  })
})

describe('what axiosTransport rejects with', () => {
  it('has the error of the connection, and nothing of the request', async () => {
    const error = await failure(create(), 'http://127.0.0.1:1')
    expect(error).toMatchObject({ code: 'ECONNREFUSED', message: expect.stringContaining('ECONNREFUSED') })
    expect(isAxiosError(error)).toBe(false)
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('s3cret')
  })

  it('has a message even if each of several addresses failed without one', async () => {
    const axios = failing(Object.assign(new Error(), { code: 'ECONNREFUSED' }))
    expect(await failure(axios, 'http://127.0.0.1:1')).toMatchObject({
      code: 'ECONNREFUSED',
      message: 'ECONNREFUSED',
    })
  })

  it('names the failed system call, which tells whether a connection was made', async () => {
    const cause = Object.assign(new Error('read EHOSTUNREACH'), { code: 'EHOSTUNREACH', syscall: 'read' })
    expect(await failure(failing(cause), 'http://127.0.0.1:1')).toMatchObject({ syscall: 'read' })
    expect(await failure(create(), 'http://127.0.0.1:1')).toMatchObject({ syscall: 'connect' })
  })

  it('does not have a token that an adapter put into its message', async () => {
    const axios = create({
      adapter: (config) => Promise.reject(new Error(`Refused ${JSON.stringify(config.headers)}`)),
    })
    const error = await failure(axios, 'http://127.0.0.1:1')
    expect(error).toMatchObject({ message: expect.stringContaining('Refused') })
    expect(inspect(error)).not.toContain('s3cret')
  })

  it.each(['a thrown string', undefined])('is an Error even if %s was thrown', async (thrown) => {
    expect(await failure(failing(thrown), 'http://127.0.0.1:1')).toBeInstanceOf(Error)
  })

  it('comes at once when aborted, and the connection closes', async () => {
    const cut = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    const url = await listen(
      createServer((request) => {
        request.on('close', () => cut.resolve())
        arrived.resolve()
      }),
    )
    const controller = new AbortController()
    const failed = failure(create(), url, { signal: controller.signal })
    await arrived.promise
    controller.abort()
    expect(await failed).toMatchObject({ code: 'ERR_CANCELED' })
    await cut.promise
  })
})

it.each([
  ['its own', (proxy: URL) => create({ proxy: { host: proxy.hostname, port: Number(proxy.port) } })],
  [
    'that of the environment',
    (proxy: URL) => {
      for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy']) vi.stubEnv(name, proxy.href)
      for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '')
      return create()
    },
  ],
  [
    'that of an instance made from another',
    (proxy: URL) =>
      create({ ...create({ proxy: { host: proxy.hostname, port: Number(proxy.port) } }).defaults } as never),
  ],
])('sends to this machine past a proxy, %s, which would see the token in the clear', async (_, make) => {
  const [api, proxy] = [await serve(), await serve()]
  onTestFinished(() => void vi.unstubAllEnvs())
  const response = await axiosTransport(make(new URL(proxy.url)))(`${api.url}/a`, {
    headers: { authorization },
  })
  expect([response.status, api.seen.length, proxy.seen]).toEqual([200, 1, []])
})
