import { describe, expect, test } from 'vitest'
import { hourMs, minuteMs, serve } from './serve.ts'

const limit = { requests: 2, windowMs: hourMs }

describe('what tells the client', () => {
  test("'standard': RateLimit and RateLimit-Policy on every response", async () => {
    const { mock, token, ask } = await serve({ limit })
    const first = await ask('/coolness', { token })
    expect(first.headers.get('ratelimit-policy')).toBe('"token";q=2;w=3600')
    expect(first.headers.get('ratelimit')).toBe('"token";r=1;t=3600')
    mock.advance(minuteMs + 1)
    const rejected = await ask('/coolness', { token: 'wrong' })
    expect(rejected.headers.get('ratelimit-policy')).toBe('"anonymous";q=60;w=3600')
    expect(rejected.headers.get('ratelimit')).toBe('"anonymous";r=59;t=3600')
    expect((await ask('/coolness', { token })).headers.get('ratelimit')).toBe('"token";r=0;t=3540')
  })

  test("'standard': Retry-After on a 429, in whole seconds and never early", async () => {
    const { mock, token, ask, statuses } = await serve({ limit })
    await statuses(2, { token })
    mock.advance(minuteMs - 1)
    const limited = await ask('/coolness', { token })
    expect(limited.status).toBe(429)
    expect(limited.headers.get('retry-after')).toBe('3541')
    expect(limited.headers.get('ratelimit')).toBe('"token";r=0;t=3541')
  })

  test("Retry-After on a lockout's 403", async () => {
    const { mock, ask, statuses } = await serve()
    await statuses(5, { token: 'wrong' })
    mock.advance(minuteMs)
    expect((await ask('/coolness', { token: 'wrong' })).headers.get('retry-after')).toBe('840')
  })

  test.each([
    ['fixed-window', 3600],
    ['fixed-window-aligned', 2700],
    ['sliding-log', 3600],
    ['token-bucket', 1800],
    ['sliding-counter', 2700 + 1800],
  ] as const)('t under %s: until more becomes available', async (algorithm, seconds) => {
    const { token, ask, statuses } = await serve({ limit, algorithm, clock: { now: () => 10.25 * hourMs } })
    await statuses(1, { token })
    expect((await ask('/coolness', { token })).headers.get('ratelimit')).toBe(`"token";r=0;t=${seconds}`)
  })

  test("'legacy': X-RateLimit with the reset as an epoch", async () => {
    const { token, ask, statuses } = await serve({ limit, headers: 'legacy', clock: { now: () => 10_000 } })
    const { headers } = await ask('/coolness', { token })
    expect(headers.get('x-ratelimit-limit')).toBe('2')
    expect(headers.get('x-ratelimit-remaining')).toBe('1')
    expect(headers.get('x-ratelimit-reset')).toBe('3610')
    expect(headers.has('ratelimit')).toBe(false)
    await statuses(1, { token })
    expect((await ask('/coolness', { token })).headers.get('retry-after')).toBe('3600')
  })

  test("'legacy-seconds': the reset as seconds from now", async () => {
    const { token, ask } = await serve({ limit, headers: 'legacy-seconds' })
    expect((await ask('/coolness', { token })).headers.get('x-ratelimit-reset')).toBe('3600')
  })

  test("'none': nothing, on refusals neither", async () => {
    const { ask, statuses } = await serve({ headers: 'none', anonymousLimit: limit })
    const names = (response: Response) =>
      [...response.headers.keys()].filter((name) => /ratelimit|retry/.test(name))
    expect(names(await ask())).toEqual([])
    await statuses(1)
    const limited = await ask()
    expect([limited.status, names(limited)]).toEqual([429, []])
    await statuses(5, { token: 'wrong' })
    const locked = await ask('/coolness', { token: 'wrong' })
    expect([locked.status, names(locked)]).toEqual([403, []])
  })
})

describe('bodies of errors', () => {
  const refusals = async (errors: 'problem' | 'plain' | 'empty') => {
    const { ask, statuses } = await serve({ errors, anonymousLimit: { requests: 1, windowMs: hourMs } })
    await statuses(1)
    const limited = await ask()
    const rejected = await ask('/coolness', { token: 'wrong' })
    await statuses(4, { token: 'wrong' })
    const locked = await ask('/coolness', { token: 'wrong' })
    return [limited, rejected, locked] as const
  }

  test("'problem': RFC 9457, and whom to write to", async () => {
    for (const response of await refusals('problem')) {
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      const body = (await response.json()) as Record<string, unknown>
      expect(Object.keys(body)).toEqual(['type', 'title', 'status', 'detail'])
      expect(body['status']).toBe(response.status)
      expect(body['detail']).toMatch(/api@bando\.cool/)
    }
  })

  test("the lockout's problem is its own, and names the login attempts", async () => {
    const [limited, rejected, locked] = await refusals('problem')
    const types = await Promise.all(
      [limited, rejected, locked].map(async (one) => (await one.json()) as { type: string; detail: string }),
    )
    expect(new Set(types.map(({ type }) => type)).size).toBe(3)
    expect(types[2]?.detail).toMatch(/login attempts/)
  })

  test("'plain': a line of text that says as much", async () => {
    const [limited, rejected, locked] = await refusals('plain')
    expect(limited.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await limited.text()).toMatch(/^Too Many Requests: .*api@bando\.cool/)
    expect(await rejected.text()).toMatch(/^Unauthorized: .*api@bando\.cool/)
    expect(await locked.text()).toMatch(/^Forbidden: .*login attempts.*api@bando\.cool/)
  })

  test("'empty': the status alone", async () => {
    const responses = await refusals('empty')
    expect(responses.map(({ status }) => status)).toEqual([429, 401, 403])
    for (const response of responses) {
      expect(response.headers.has('content-type')).toBe(false)
      expect(await response.text()).toBe('')
    }
  })
})

describe('paths and methods', () => {
  test('an unknown path is 404, and counts', async () => {
    const { mock, ask } = await serve()
    expect((await ask('/nowhere')).status).toBe(404)
    expect(mock.state.callers).toContainEqual(expect.objectContaining({ kind: 'anonymous', used: 1 }))
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
