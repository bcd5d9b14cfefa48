import { describe, expect, it } from 'vitest'
import { deferred } from '../deferred.testing.ts'
import { createBando } from '../index.ts'
import { heldBack, json } from '../call/setUp.testing.ts'
import { createProxy } from './createProxy.ts'
import { setUpProxy } from './setUpProxy.testing.ts'

const grouped = '/bando/api/v1/products/grouped/'
const quotes = '/bando/api/v1/quotes/'
const hour = 3_600_000
const token = 'bando_good'

describe('a request', () => {
  it('goes with the token of the server, and with the headers that a page may choose', async () => {
    const { ask, requests } = setUpProxy({ headers: ['X-Trace'] })
    const chosen = {
      accept: 'application/json',
      'accept-language': 'es',
      'idempotency-key': 'quote-7',
      'content-type': 'application/json',
      'x-trace': '1',
    }
    const dropped = {
      authorization: 'Bearer of_the_page',
      cookie: 'session=1',
      forwarded: 'for=1.2.3.4',
      'x-forwarded-for': '1.2.3.4',
      host: 'evil.example',
      'proxy-authorization': 'Basic x',
      te: 'trailers',
      upgrade: 'websocket',
      'x-http-method-override': 'DELETE',
      'x-secret': '1',
    }
    await ask(quotes, { method: 'POST', body: '{"sku":"1"}', headers: { ...chosen, ...dropped } })
    const [sent] = requests
    expect(Object.fromEntries(sent?.headers ?? [])).toEqual({ ...chosen, authorization: `Bearer ${token}` })
    expect(sent?.method).toBe('POST')
  })

  it('goes without the headers that `Connection` names', async () => {
    const { ask, requests } = setUpProxy()
    await ask(grouped, { headers: { connection: 'close, Accept-Language', 'accept-language': 'es' } })
    expect(requests[0]?.headers.has('accept-language')).toBe(false)
  })

  it('goes with its body, byte by byte, and is refused with 413 if that is longer than it may be', async () => {
    const bodies: unknown[] = []
    const { ask, requests } = setUpProxy({ maxBodyBytes: 4 }, async ({ body }) => {
      bodies.push(body)
      return json({})
    })
    const bytes = new Uint8Array([0, 255, 10, 13])
    expect((await ask(quotes, { method: 'POST', body: bytes })).status).toBe(200)
    expect(new Uint8Array(await new Response(bodies[0] as BodyInit).arrayBuffer())).toEqual(bytes)
    const tooLong = [
      new Uint8Array(5),
      new ReadableStream({ pull: (controller) => controller.enqueue(bytes) }),
    ]
    for (const body of tooLong) {
      const response = await ask(quotes, { method: 'POST', body, duplex: 'half' } as RequestInit)
      expect(response.status).toBe(413)
    }
    expect(requests.length).toBe(1)
  })

  it('with a body that breaks off is refused, and not sent', async () => {
    const { ask, requests } = setUpProxy()
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) })
    expect((await ask(quotes, { method: 'POST', body, duplex: 'half' } as RequestInit)).status).toBe(400)
    expect(requests).toEqual([])
  })

  it('is answered by `check` alone, if that answers', async () => {
    const { ask, requests } = setUpProxy({
      check: ({ headers }) => (headers.has('cookie') ? undefined : new Response('log in', { status: 401 })),
    })
    expect((await ask(grouped)).status).toBe(401)
    expect((await ask('/nowhere')).status).toBe(401)
    expect(requests).toEqual([])
    expect((await ask(grouped, { headers: { cookie: 'a=b' } })).status).toBe(200)
  })
})

describe('a response', () => {
  it('keeps what a page may know, and nothing else', async () => {
    const { ask } = setUpProxy({}, () =>
      json({ data: 1 }, 200, {
        'cache-control': 'max-age=60',
        etag: '"1"',
        connection: 'close',
        'set-cookie': 'api=1',
        'www-authenticate': 'Bearer',
        'x-echo': token,
        ratelimit: '"default";r=7;t=60',
        'ratelimit-policy': '"default";q=100;w=3600',
        'x-ratelimit-remaining': '7',
        'access-control-allow-origin': '*',
      }),
    )
    const response = await ask(grouped)
    const { ratelimit, 'ratelimit-policy': policy, ...headers } = Object.fromEntries(response.headers)
    expect(headers).toEqual({
      'cache-control': 'max-age=60',
      'content-type': 'application/json',
      etag: '"1"',
    })
    expect(ratelimit).toMatch(/^"user";r=\d+;t=\d+$/)
    expect(policy).toBe('"user";q=100;w=3600')
    expect(await response.json()).toEqual({ data: 1 })
  })

  it('streams: its head is there before its body ends', async () => {
    const { promise, resolve } = deferred<void>()
    const { ask } = setUpProxy({}, () => {
      const encoder = new TextEncoder()
      const body = new ReadableStream({
        async start(controller) {
          controller.enqueue(encoder.encode('head '))
          await promise
          controller.enqueue(encoder.encode('tail'))
          controller.close()
        },
      })
      return new Response(body)
    })
    const response = await ask(grouped)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe('head ')
    resolve()
    expect((await reader?.read())?.value).toBe('tail')
  })

  it.each([
    [404, { errorCode: 'NOT_FOUND', message: 'no' }],
    [400, { errorCode: 'INSUFFICIENT_BALANCE', message: 'no' }],
    [422, 'plain text'],
    [410, undefined],
  ])('of %d is the page’s own mistake, and passed on', async (status, body) => {
    const answer = (): Response =>
      typeof body === 'object' ? json(body, status) : new Response(body ?? null, { status })
    const { ask } = setUpProxy({}, answer)
    const response = await ask(quotes, { method: 'POST', body: '{}' })
    expect(response.status).toBe(status)
    const text = await response.text()
    expect(text).toBe(typeof body === 'object' ? JSON.stringify(body) : (body ?? ''))
  })
})

describe('an error', () => {
  const options = { retry: { attempts: 1 }, maxWaitMs: 0, isLockout: () => true }
  it.each<[string, () => Response | Promise<Response>, number, string | null]>([
    ['a spent budget', () => json({}, 429, { 'retry-after': '60' }), 429, '60'],
    ['a rejected token', () => json({}, 401), 503, '60'],
    ['a lockout', () => json({ token }, 403, { 'retry-after': '900' }), 503, '900'],
    ['an outage', () => json({ token }, 500), 503, null],
    ['an outage that asks to wait', () => json({}, 503, { 'retry-after': '30' }), 503, null],
    ['no response', () => Promise.reject(new TypeError(`fetch failed with ${token}`)), 502, null],
    ['a redirect that leads nowhere', () => new Response(null, { status: 302 }), 503, null],
  ])('of %s says nothing of the account', async (_, answer, status, retryAfter) => {
    const { ask } = setUpProxy({}, answer, options)
    const response = await ask(grouped)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    if (retryAfter !== null) expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    const text = await response.text()
    expect(JSON.parse(text)).toEqual({ type: 'about:blank', title: expect.any(String), status })
    expect(text).not.toMatch(/token|bando|locked|account/i)
    expect(JSON.stringify([...response.headers])).not.toContain(token)
  })

  it('of time is a 504', async () => {
    const { ask, clock } = setUpProxy({}, () => heldBack().promise, { retry: { attempts: 1 } })
    const asked = ask(grouped)
    await clock.advance(30_000)
    expect((await asked).status).toBe(504)
  })

  it('that is a mistake of the app itself is not hidden', async () => {
    const { ask } = setUpProxy({
      userOf: () => {
        throw new Error('no session store')
      },
    })
    await expect(ask(grouped)).rejects.toThrow('no session store')
  })
})

describe('pages of other origins', () => {
  const listed = { origins: ['https://other.example'] }
  it.each<[string, Record<string, string>, number]>([
    [
      'the same site, by Sec-Fetch-Site',
      { 'sec-fetch-site': 'same-origin', origin: 'https://behind.example' },
      200,
    ],
    ['an address that was typed', { 'sec-fetch-site': 'none' }, 200],
    ['the same host, by Origin', { origin: 'https://shop.example' }, 200],
    [
      'the same host, whose scheme a proxy changed',
      { origin: 'http://shop.example', host: 'shop.example' },
      200,
    ],
    ['no browser', {}, 200],
    ['a listed origin', { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' }, 200],
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['another origin, with a cookie', { origin: 'https://evil.example', cookie: 'a=b' }, 403],
    ['another site, by Sec-Fetch-Site alone', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling', { 'sec-fetch-site': 'same-site', origin: 'https://www.shop.example' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['a listed origin with another port', { origin: 'https://other.example:8443' }, 403],
    ['an origin that begins like a listed one', { origin: 'https://other.example.evil.example' }, 403],
  ])('%s', async (_, headers, status) => {
    const { ask, requests } = setUpProxy(listed)
    const response = await ask(grouped, { headers })
    expect(response.status).toBe(status)
    expect(requests.length).toBe(status === 200 ? 1 : 0)
    const isListed = headers['origin'] === 'https://other.example'
    expect(response.headers.get('access-control-allow-origin')).toBe(
      isListed ? 'https://other.example' : null,
    )
  })

  it('that are listed may ask first, and read the budget', async () => {
    const { ask, requests } = setUpProxy(listed)
    const preflight = await ask(quotes, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://other.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, idempotency-key',
      },
    })
    expect(preflight.status).toBe(204)
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': 'https://other.example',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type, idempotency-key',
      'access-control-allow-credentials': 'true',
      vary: 'origin',
    })
    expect(requests).toEqual([])
    const response = await ask(grouped, { headers: { origin: 'https://other.example' } })
    expect(response.headers.get('access-control-expose-headers')).toContain('ratelimit')
  })
})

describe('users', () => {
  const userOf = ({ headers }: Request): string | undefined => headers.get('x-user') ?? undefined
  const as = (user: string): RequestInit => ({ headers: { 'x-user': user } })

  it('have a share each, which the headers show', async () => {
    const { ask, clock, requests } = setUpProxy({
      userOf,
      perUser: { limit: { requests: 2, windowMs: hour } },
    })
    const shown: (string | null)[] = []
    for (const index of [0, 1, 2]) {
      const response = await ask(`${grouped}?n=${index}`, as('a'))
      shown.push(
        `${response.status} ${response.headers.get('ratelimit')} ${response.headers.get('retry-after')}`,
      )
      await clock.advance(1000)
    }
    expect(shown).toEqual([
      '200 "user";r=1;t=3600 null',
      '200 "user";r=0;t=3599 null',
      '429 "user";r=0;t=3598 3598',
    ])
    expect((await ask(grouped, as('b'))).status).toBe(200)
    expect(requests.length).toBe(3)
    await clock.advance(hour)
    expect((await ask(`${grouped}?n=3`, as('a'))).status).toBe(200)
  })

  it('pay nothing for what was not sent, nor for joining what another asked', async () => {
    const { promise, release } = heldBack()
    const { ask, requests } = setUpProxy(
      { userOf, perUser: { limit: { requests: 2, windowMs: hour } } },
      (_, index) => (index === 0 ? json({}) : promise),
      { limit: { requests: 2, windowMs: hour }, maxWaitMs: 0 },
    )
    await ask(`${grouped}?n=0`, as('b'))
    const joined = [ask(grouped, as('a')), ask(grouped, as('b')), ask(grouped, as('c'))]
    release()
    const responses = await Promise.all(joined)
    expect(responses.map(({ headers }) => headers.get('ratelimit-policy'))).toEqual(
      Array(3).fill('"user";q=2;w=3600'),
    )
    expect(await Promise.all(responses.map((response) => response.json()))).toEqual([{}, {}, {}])
    expect(requests.length).toBe(2)
    const refused = await ask(`${grouped}?n=1`, as('c'))
    expect(refused.status).toBe(429)
    expect(refused.headers.get('ratelimit')).toMatch(/r=0/)
  })

  it('may have only so many calls at once', async () => {
    const held = heldBack()
    const { ask } = setUpProxy(
      { userOf, perUser: { maxPending: 2 } },
      async () => (await held.promise).clone(),
      {
        maxInFlight: 9,
      },
    )
    const asked = [0, 1].map((index) => ask(`${grouped}?n=${index}`, as('a')))
    const third = await ask(`${grouped}?n=2`, as('a'))
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, null])
    held.release()
    await Promise.all(asked)
    expect((await ask(`${grouped}?n=2`, as('a'))).status).toBe(200)
  })

  it('get their turn, in an exact order, beside one who asks for everything', async () => {
    const { ask, clock, requests } = setUpProxy(
      { userOf, perUser: { maxPending: 1000 }, maxWaitMs: Infinity },
      () => json({}),
      { limit: { requests: 10, windowMs: hour }, maxInFlight: 1 },
    )
    const greedy = Array.from({ length: 200 }, (_, index) =>
      ask(`${grouped}?user=greedy&n=${index}`, as('greedy')),
    )
    const others = Array.from({ length: 99 }, (_, index) =>
      ask(`${grouped}?user=${index}`, as(String(index))),
    )
    await clock.advance(40 * hour)
    await Promise.all([...greedy, ...others])
    const users = requests.map(({ url }) => url.searchParams.get('user'))
    // The greedy user's first went at once, the second takes the first turn with everyone else's.
    expect(users.slice(0, 101)).toEqual([
      'greedy',
      'greedy',
      ...Array.from({ length: 99 }, (_, index) => String(index)),
    ])
    expect(requests.length).toBe(299)
  })

  it('are forgotten once they hold nothing', async () => {
    const { UserShares } = await import('./UserShares.ts')
    const shares = new UserShares({ requests: 1, windowMs: 10 }, 1)
    for (let user = 0; user < 1000; user += 1) {
      const permit = shares.take(String(user), 0)
      if ('end' in permit) permit.end(true)
    }
    expect(shares.size).toBe(1000)
    shares.take('one', 11)
    expect(shares.size).toBe(1)
  })
})

describe('identical GETs', () => {
  it('of a thousand users are one request, and each gets the whole body', async () => {
    const { promise, release } = heldBack()
    const { ask, requests } = setUpProxy(
      { userOf: ({ headers }) => headers.get('x-user') ?? '' },
      () => promise,
    )
    const asked = Array.from({ length: 1000 }, (_, index) =>
      ask(grouped, { headers: { 'x-user': String(index) } }),
    )
    release(json({ products: [1, 2, 3] }))
    const responses = await Promise.all(asked)
    const bodies = await Promise.all(responses.map((response) => response.json()))
    expect(new Set(bodies.map((body) => JSON.stringify(body)))).toEqual(new Set(['{"products":[1,2,3]}']))
    expect(requests.length).toBe(1)
  })

  it.each([
    ['another query', `${grouped}?country=MX`, {}],
    ['another header', grouped, { 'accept-language': 'es' }],
  ])('are not those with %s', async (_, target, headers) => {
    const { promise, release } = heldBack()
    const { ask, requests } = setUpProxy({}, (_request, index) => (index === 0 ? promise : json({})))
    const first = ask(grouped)
    release()
    await first
    await Promise.all([ask(grouped), ask(target, { headers })])
    expect(requests.length).toBe(3)
  })

  it('go on for the others when one page goes away, and end with the last', async () => {
    const held = heldBack()
    const aborted: boolean[] = []
    const { ask, clock, requests } = setUpProxy({}, ({ signal }) => {
      signal?.addEventListener('abort', () => aborted.push(true))
      return held.promise
    })
    // The first request of a token runs to its end whatever its caller does: it finds out whether
    // the token is good.
    const [one, two] = [new AbortController(), new AbortController()]
    const asked = [ask(grouped, { signal: one.signal }), ask(grouped, { signal: two.signal })]
    await clock.advance(0)
    one.abort()
    expect((await asked[0])?.status).toBe(499)
    held.release()
    expect((await asked[1])?.status).toBe(200)
    expect([requests.length, aborted]).toEqual([1, []])
  })

  it('that all pages have left frees its place, and is asked anew', async () => {
    const { ask, clock, requests } = setUpProxy({ maxWaitMs: Infinity }, () => json({}), {
      limit: { requests: 1, windowMs: hour },
    })
    await ask(`${grouped}?first`)
    const gone = new AbortController()
    const asked = ask(grouped, { signal: gone.signal })
    gone.abort()
    expect((await asked).status).toBe(499)
    await clock.advance(2 * hour)
    expect(requests.length).toBe(1)
    expect((await ask(grouped)).status).toBe(200)
  })
})

it.each<[object, RegExp]>([
  [{ allow: [] }, /allow: needs a list/],
  [{ allow: 'GET /a/' }, /allow: needs a list.*"GET \/a\/"/],
  [{ basePath: 'bando' }, /basePath.*"bando"/],
  [{ basePath: '/bando/' }, /basePath/],
  [{ origins: ['*'] }, /origins.*"\*"/],
  [{ origins: ['https://a.example/path'] }, /origins/],
  [{ headers: ['Authorization'] }, /headers: "Authorization" cannot/],
  [{ headers: ['x-http-method-override'] }, /headers/],
  [{ headers: ['a b'] }, /headers/],
  [{ perUser: { limit: { requests: 0, windowMs: 1 } } }, /perUser\.limit\.requests/],
  [{ perUser: { limit: { requests: 1, windowMs: -1 } } }, /perUser\.limit\.windowMs/],
  [{ perUser: { maxPending: 0 } }, /perUser\.maxPending/],
  [{ maxBodyBytes: -1 }, /maxBodyBytes/],
  [{ priority: 'urgent' }, /priority/],
])('refuses the options %j', (options, message) => {
  const bando = createBando()
  expect(() => createProxy(bando, { allow: ['GET /a/'], ...options })).toThrow(message)
})
