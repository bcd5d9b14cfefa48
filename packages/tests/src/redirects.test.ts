import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Bando, BandoOptions } from '@bando/core'
import { createBando, memoryStore } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import type { FetchRoute, Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'

interface Server {
  readonly mock: Mock
  readonly url: string
  readonly certificate: string | undefined
}

async function serve(routes: Record<string, FetchRoute> = {}, tls = false): Promise<Server> {
  const mock = createMock({ routes, headers: 'none' })
  const { url, close, certificate } = await mock.listen({ tls })
  onTestFinished(close)
  return { mock, url, certificate }
}

const redirect =
  (location: string, status = 302): FetchRoute =>
  () =>
    new Response(null, { status, headers: { location } })

function client({ url, mock }: Pick<Server, 'url' | 'mock'>, options: BandoOptions = {}): Bando {
  const bando = createBando({ baseUrl: url, token: mock.tokens.issue(), store: memoryStore(), ...options })
  onTestFinished(() => bando.close())
  return bando
}

/** The path, the kind of credential and the status of each request. */
const seen = ({ mock }: Server): unknown[] =>
  mock.log.map(({ path, credential, status }) => [
    path,
    credential === 'anonymous' ? 'anonymous' : 'token',
    status,
  ])

it('a request to another origin carries no token and takes no permit', async () => {
  const elsewhere = await serve()
  const api = await serve({ 'GET /moved': redirect(`${elsewhere.url}/coolness`) })
  const bando = client(api)
  expect(await bando.get('/moved')).toMatchObject({ status: 200, attempts: 2 })
  expect(seen(api)).toEqual([['/moved', 'token', 302]])
  expect(seen(elsewhere)).toEqual([['/coolness', 'anonymous', 200]])
  expect(bando.state.limit.remaining).toBe(99)
})

it('a subdomain is another origin, so it gets no token', async () => {
  const elsewhere = await serve()
  const api = await serve({ 'GET /moved': redirect('http://sub.api.localhost/coolness') })
  const hosts: Record<string, string> = { 'api.localhost': api.url, 'sub.api.localhost': elsewhere.url }
  const bando = client(
    { ...api, url: 'http://api.localhost' },
    {
      // Resolves the names here, because not every machine resolves names under localhost.
      fetch: (url, init) => {
        const { hostname, pathname } = new URL(url)
        return fetch(`${hosts[hostname]}${pathname}`, init)
      },
    },
  )
  expect(await bando.get('/moved')).toMatchObject({ status: 200, attempts: 2 })
  expect(seen(api)).toEqual([['/moved', 'token', 302]])
  expect(seen(elsewhere)).toEqual([['/coolness', 'anonymous', 200]])
})

it('the same host without TLS is another origin, so it gets no token', async () => {
  const plain = await serve()
  const api = await serve({ 'GET /moved': redirect(`${plain.url}/coolness`) }, true)
  const trusted = getCACertificates()
  setDefaultCACertificates([...trusted, api.certificate ?? ''])
  onTestFinished(() => setDefaultCACertificates(trusted))
  const bando = client(api)
  expect(api.url).toMatch(/^https:/)
  expect(await bando.get('/moved')).toMatchObject({ status: 200, attempts: 2 })
  expect(seen(api)).toEqual([['/moved', 'token', 302]])
  expect(seen(plain)).toEqual([['/coolness', 'anonymous', 200]])
})

it('a redirect back from another origin does not send the token again', async () => {
  const routes: Record<string, FetchRoute> = {}
  const elsewhere = await serve({ 'GET /there': (request) => routes['there']?.(request, context) ?? gone() })
  const api = await serve({ 'GET /moved': redirect(`${elsewhere.url}/there`) })
  routes['there'] = redirect(`${api.url}/coolness`)
  const bando = client(api)
  expect(await bando.get('/moved')).toMatchObject({ status: 200, attempts: 3 })
  expect(seen(elsewhere)).toEqual([['/there', 'anonymous', 302]])
  expect(seen(api)).toEqual([
    ['/moved', 'token', 302],
    ['/coolness', 'anonymous', 200],
  ])
})

const context = { params: {}, now: 0 }
const gone = (): Response => new Response(null, { status: 410 })

it('each hop within the API waits for a permit of its own', async () => {
  const api = await serve({ 'GET /a': redirect('/b'), 'GET /b': redirect('/coolness', 307) })
  const limit = { requests: 2, windowMs: 10_000 }
  const clock = new ManualClock()
  const bando = client(api, { limit, clock, maxWaitMs: Infinity })
  bando.on('wait', ({ retryAt = clock.epoch() }) => void clock.advance(retryAt - clock.epoch()))
  expect(await bando.get('/a')).toMatchObject({ attempts: 3, waitedMs: 10_006 })
  expect(seen(api)).toEqual([
    ['/a', 'token', 302],
    ['/b', 'token', 307],
    ['/coolness', 'token', 200],
  ])
})

it('a circle ends with a typed error', async () => {
  const api = await serve({ 'GET /a': redirect('/a') })
  await expect(client(api).get('/a')).rejects.toMatchObject({ code: 'redirect', status: 302 })
  expect(seen(api).length).toBeLessThanOrEqual(21)
})

it('what a browser does not tell is a typed error that names the likely missing slash', async () => {
  const api = await serve()
  // Chromium itself is asked in the runtimes' suite.
  const opaque = (): Promise<Response> =>
    Promise.resolve(Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' }))
  await expect(client(api, { fetch: opaque }).get('/api/v1/networks')).rejects.toMatchObject({
    code: 'redirect',
    message: expect.stringContaining('slash'),
  })
})

it.each<[string, (bando: Bando) => Promise<unknown>]>([
  ['a header', (bando) => bando.get('/coolness', { headers: { 'x-a': 'b\r\nx-c: d' } })],
  ["a header's name", (bando) => bando.get('/coolness', { headers: { 'x-a: b\r\nx-c': 'd' } })],
  ['an idempotency key', (bando) => bando.post('/coolness', {}, { idempotencyKey: 'a\r\nx-c: d' })],
  ['a method', (bando) => bando.request('GET /x HTTP/1.1\r\nx-c: d\r\n\r\nGET', '/coolness')],
  ['a path', (bando) => bando.get('/coolness HTTP/1.1\r\nx-c: d')],
  ['a token', (bando) => Promise.resolve().then(() => bando.setToken('bando_a\r\nx-c: d'))],
  ['a path that leaves its folder', (bando) => bando.get('/../x')],
  ['a path with a host of its own', (bando) => bando.get('//elsewhere.example/x')],
])('injected by %s, nothing is sent', async (_, call) => {
  const api = await serve()
  const bando = client(api)
  await expect(call(bando)).rejects.toMatchObject({ code: 'config', sent: false })
  expect(seen(api)).toEqual([])
  expect(bando.state.limit.remaining).toBe(100)
})
