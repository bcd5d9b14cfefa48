import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { serve, times } from './serve.ts'

describe('paths and methods', () => {
  test('an unknown path gets 404, and counts', async () => {
    const { mock, ask } = await serve()
    expect((await ask('/nowhere')).status).toBe(404)
    expect(mock.state.callers).toContainEqual(expect.objectContaining({ kind: 'anonymous', used: 1 }))
  })

  test('a path that resembles a route gets its name', async () => {
    const { ask } = await serve()
    expect(await (await ask('/api/v1/network/')).json()).toMatchObject({
      message:
        'There is nothing at this path; the nearest is GET /api/v1/networks/. Write to api@bando.cool if there should be.',
    })
  })

  test('a wrong method gets 405 with the allowed methods', async () => {
    const { ask } = await serve()
    const response = await ask('/coolness', { method: 'DELETE' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })

  test('OPTIONS lists the methods', async () => {
    const { ask } = await serve()
    const response = await ask('/coolness', { method: 'OPTIONS' })
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
  })

  test('HEAD is GET without the body', async () => {
    const { ask } = await serve()
    const response = await ask('/coolness', { method: 'HEAD' })
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      '29',
      '',
    ])
  })

  test.each([
    ['GET', '/api/v1/networks?page=1', 301, '/api/v1/networks/?page=1'],
    ['HEAD', '/api/v1/tokens/arb', 301, '/api/v1/tokens/arb/'],
  ])('%s %s is redirected to the path with a final slash', async (method, path, status, location) => {
    const { ask } = await serve()
    const response = await ask(path, { method })
    expect([response.status, response.headers.get('location')]).toEqual([status, location])
  })

  test('GET /coolness accepts any query, and responds alike to the same one', async () => {
    const { ask } = await serve()
    const [first, again] = await Promise.all([ask('/coolness?of=ice&x=1'), ask('/coolness?of=ice')])
    expect(await first.json()).toEqual(await again.json())
  })
})

describe('CORS', () => {
  const origin = 'https://partner.example'

  test('a page may read every response with its rate-limit fields', async () => {
    const { ask } = await serve()
    for (const token of [undefined, 'wrong']) {
      const { headers } = await ask('/coolness', { token, headers: { origin } })
      expect(headers.get('access-control-allow-origin')).toBe(origin)
      expect(headers.get('access-control-allow-credentials')).toBe('true')
      expect(headers.get('vary')).toBe('Origin')
      expect(headers.get('access-control-expose-headers')?.split(', ')).toEqual(
        expect.arrayContaining([
          'RateLimit',
          'RateLimit-Policy',
          'Retry-After',
          'X-RateLimit-Reset',
          'WWW-Authenticate',
        ]),
      )
    }
  })

  test('a preflight allows what it asks for, and is not counted', async () => {
    const { mock, ask } = await serve()
    const response = await ask('/coolness', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization,idempotency-key',
      },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,idempotency-key')
    expect(response.headers.get('access-control-allow-methods')).toMatch(/POST/)
    expect(mock.state.callers.filter(({ used }) => used > 0)).toEqual([])
  })

  test.each<[string, Readonly<Record<string, string>>]>([
    ['without Origin', { 'access-control-request-method': 'GET' }],
    ['without any field of its own, as happy-dom under MSW sends it', {}],
    ['with the fields of a sandboxed page', { origin: 'null', 'access-control-request-method': 'POST' }],
  ])('a preflight %s gets a preflight response, and spends nothing', async (_, headers) => {
    const { mock, ask } = await serve()
    for (const path of ['/coolness', '/nowhere', '/api/v1/references/']) {
      const { status, headers: answered } = await ask(path, { method: 'OPTIONS', headers })
      expect([status, answered.get('access-control-allow-origin')]).toEqual([204, headers['origin'] ?? '*'])
      expect(answered.get('access-control-allow-methods')).toMatch(/DELETE/)
      expect(answered.get('access-control-allow-headers')).toMatch(/Authorization.*Idempotency-Key/)
    }
    expect(mock.log.map(({ verdict, counted }) => [verdict, counted])).toEqual(times(3, ['preflight', false]))
    expect(mock.state.callers.filter(({ used }) => used > 0)).toEqual([])
  })

  test('an OPTIONS with credentials, or from a page that is not a preflight, is a usual request', async () => {
    const { mock, ask, token } = await serve()
    await ask('/coolness', { method: 'OPTIONS', headers: { origin } })
    await ask('/coolness', { method: 'OPTIONS', token })
    expect(mock.log.map(({ verdict }) => verdict)).toEqual(['served', 'served'])
  })

  test('a route for OPTIONS handles all requests but preflights', async () => {
    const { ask } = await serve({ routes: { 'OPTIONS /mine': () => new Response('mine') } })
    expect(await (await ask('/mine', { method: 'OPTIONS' })).text()).toBe('mine')
    const asked = { origin, 'access-control-request-method': 'GET' }
    expect((await ask('/mine', { method: 'OPTIONS', headers: asked })).status).toBe(204)
  })

  test('a page with credentials may read responses and preflights, unless a route sets its own fields', async () => {
    const own = { 'access-control-allow-origin': '*', vary: 'Accept' }
    const { ask } = await serve({
      routes: {
        'GET /own': () => new Response('', { headers: own }),
        'GET /vary': () => new Response('', { headers: { vary: 'Accept' } }),
      },
    })
    const corsOf = async (path: string, method = 'GET', more = {}) => {
      const { headers } = await ask(path, { method, headers: { origin, ...more } })
      return ['access-control-allow-origin', 'access-control-allow-credentials', 'vary'].map((name) =>
        headers.get(name),
      )
    }
    const preflight = { 'access-control-request-method': 'GET' }
    expect(await corsOf('/nowhere')).toEqual([origin, 'true', 'Origin'])
    expect(await corsOf('/coolness', 'OPTIONS', preflight)).toEqual([origin, 'true', 'Origin'])
    expect(await corsOf('/vary')).toEqual([origin, 'true', 'Accept, Origin'])
    expect(await corsOf('/own')).toEqual(['*', null, 'Accept'])
  })
})

test('a route may return a promise where another class is the global Promise', async () => {
  vi.stubGlobal('Promise', class extends Promise<unknown> {})
  onTestFinished(() => void vi.unstubAllGlobals())
  const { mock, ask } = await serve({ routes: { 'GET /late': async () => Response.json('late') } })
  expect(await (await ask('/late')).json()).toBe('late')
  expect(await (await mock.fetch('/late')).json()).toBe('late')
})
