import { describe, expect, test } from 'vitest'
import { serve } from './serve.ts'

describe('paths and methods', () => {
  test('an unknown path is 404, and counts', async () => {
    const { mock, ask } = await serve()
    expect((await ask('/nowhere')).status).toBe(404)
    expect(mock.state.callers).toContainEqual(expect.objectContaining({ kind: 'anonymous', used: 1 }))
  })

  test('a path that is nearly one is told which', async () => {
    const { ask } = await serve()
    expect(await (await ask('/api/v1/network/')).json()).toMatchObject({
      detail:
        'There is nothing at this path; the nearest is GET /api/v1/networks/. Write to api@bando.cool if there should be.',
    })
  })

  test('a wrong method is 405 and told which are right', async () => {
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
    ['GET', '/api/v1/tokens/base', 301, '/api/v1/tokens/base/'],
  ])('%s %s is redirected to the path with its slash', async (method, path, status, location) => {
    const { ask } = await serve()
    const response = await ask(path, { method })
    expect([response.status, response.headers.get('location')]).toEqual([status, location])
  })

  test('GET /coolness takes any query, and answers the same question alike', async () => {
    const { ask } = await serve()
    const [first, again] = await Promise.all([ask('/coolness?of=ice&x=1'), ask('/coolness?of=ice')])
    expect(await first.json()).toEqual(await again.json())
  })
})

describe('CORS', () => {
  const origin = 'https://partner.example'

  test('a page may read every answer with its rate-limit fields', async () => {
    const { ask } = await serve()
    for (const token of [undefined, 'wrong']) {
      const { headers } = await ask('/coolness', { token, headers: { origin } })
      expect(headers.get('access-control-allow-origin')).toBe('*')
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

  test('a preflight is answered for what it asks, and not counted', async () => {
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

  test('an OPTIONS that lacks either field of a preflight is a request like any other', async () => {
    const { mock, ask } = await serve()
    await ask('/coolness', { method: 'OPTIONS', headers: { origin } })
    await ask('/coolness', { method: 'OPTIONS', headers: { 'access-control-request-method': 'GET' } })
    expect(mock.log.map(({ verdict }) => verdict)).toEqual(['served', 'served'])
  })
})
