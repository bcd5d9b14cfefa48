import { describe, expect, it } from 'vitest'
import type { Bando } from '../index.ts'
import { isBandoError } from '../index.ts'
import { failure, heldBack, json, setUp } from './setUp.testing.ts'

describe('a call', () => {
  it('carries the token, and tells what it cost', async () => {
    const { bando, requests } = setUp(() => json({ coolness: 11 }))
    expect(await bando.get('/coolness')).toMatchObject({
      data: { coolness: 11 },
      status: 200,
      attempts: 1,
      waitedMs: 0,
    })
    expect(requests[0]?.url.href).toBe('https://api.bando.cool/coolness')
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer bando_good')
    expect(bando.state.auth.status).toBe('verified')
    expect(bando.state.limit).toMatchObject({ requests: 100, remaining: 99, inFlight: 0, source: 'default' })
  })

  it('waits for the window, and leaves as soon as it opens', async () => {
    const { bando, clock, requests } = setUp(() => json({}), {
      limit: { requests: 1, windowMs: 10_000 },
    })
    await bando.get('/a')
    const second = bando.get('/b')
    await clock.advance(10_000)
    expect(requests).toHaveLength(1)
    expect(bando.state.queue).toMatchObject({ waiting: 1 })
    await clock.advance(10)
    expect(await second).toMatchObject({ waitedMs: 10_006 })
  })

  it('is refused at once when it would wait longer than maxWaitMs, told when it could go', async () => {
    const { bando, clock, requests } = setUp(() => json({}), { limit: { requests: 1, windowMs: 60_000 } })
    await bando.get('/a')
    const error = await failure(bando.get('/b'))
    expect(isBandoError(error, 'limit') && error).toMatchObject({
      sent: false,
      attempts: 0,
      retryAt: clock.epoch() + 60_031,
      retryable: true,
    })
    expect(requests).toHaveLength(1)
  })
})

describe('a failure', () => {
  it.each([500, 502, 503, 504, 408])('%i is tried again, three times in all, for a GET', async (status) => {
    const { bando, clock, requests } = setUp((_, index) => json({}, index < 2 ? status : 200))
    const call = bando.get('/a')
    await clock.advance(1000)
    expect(await call).toMatchObject({ attempts: 3 })
    expect(requests).toHaveLength(3)
  })

  it('of a POST is not tried again, since it may have been processed', async () => {
    const { bando, clock, requests } = setUp(() => json({ detail: 'broken' }, 500))
    const failed = failure(bando.post('/a', { amount: 1 }))
    await clock.advance(10_000)
    expect(await failed).toMatchObject({ code: 'http', status: 500, attempts: 1, sent: true })
    expect(requests).toHaveLength(1)
  })

  it('of a POST with an idempotency key is tried again, with the same key and body', async () => {
    const { bando, clock, requests } = setUp((_, index) => json({}, index === 0 ? 500 : 200))
    const body = { amount: 1 }
    const call = bando.post('/a', body, { idempotencyKey: 'once' })
    body.amount = 2
    await clock.advance(1000)
    await call
    expect(requests.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['once', 'once'])
    expect(requests.map((request) => request.body)).toEqual(['{"amount":1}', '{"amount":1}'])
  })

  it('of a POST that never connected is tried again', async () => {
    const refused = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' })
    const { bando, clock, requests } = setUp((_, index) => {
      if (index === 0) throw new TypeError('fetch failed', { cause: refused })
      return json({})
    })
    const call = bando.post('/a')
    await clock.advance(1000)
    await call
    expect(requests).toHaveLength(2)
    expect(bando.state.limit.remaining).toBe(99)
  })

  it('are not made where the API asks for a longer pause than maxWaitMs, so that no wait is hidden (P8)', async () => {
    const { bando, clock, requests } = setUp(() => json({}, 503, { 'retry-after': '3600' }))
    const retryAt = clock.epoch() + 3_600_000
    expect(await failure(bando.get('/a'))).toMatchObject({ code: 'http', status: 503, attempts: 1, retryAt })
    expect(clock.pending).toBe(0)
    const patient = bando.get('/a', { maxWaitMs: 3_600_000 }).catch(() => {})
    await clock.advance(3_600_000)
    expect(requests).toHaveLength(3)
    await bando.close()
    await patient
  })

  it('waits as long as the API says', async () => {
    const { bando, clock, requests } = setUp((_, index) =>
      index === 0 ? json({}, 503, { 'retry-after': '20' }) : json({}),
    )
    const call = bando.get('/a')
    await clock.advance(19_999)
    expect(requests).toHaveLength(1)
    await clock.advance(1)
    await call
  })
})

describe('a 429', () => {
  it('goes back into the queue, a POST too, and alone at first', async () => {
    const { bando, clock, requests } = setUp((_, index) =>
      index === 0 ? json({}, 429, { 'retry-after': '5' }) : json({}),
    )
    const calls = Promise.all([bando.post('/a'), bando.post('/b'), bando.post('/c')])
    await clock.advance(5000)
    expect(requests).toHaveLength(1)
    await clock.advance(1001)
    expect(requests).toHaveLength(4)
    expect((await calls).map(({ attempts }) => attempts)).toEqual([2, 1, 1])
  })

  it('past maxWaitMs is a typed error with the time, for every call that waits', async () => {
    const { bando, clock } = setUp(() => json({}, 429, { 'retry-after': '3600' }))
    const failures = Promise.all([failure(bando.get('/a')), failure(bando.get('/b'))])
    await clock.advance(0)
    const retryAt = clock.epoch() + 3_601_000
    expect(await failures).toMatchObject([
      {
        code: 'limit',
        status: 429,
        sent: true,
        retryAt,
        message: expect.stringMatching(
          /a was answered 429, and not sent again: it would have to wait longer/,
        ),
      },
      { code: 'limit', status: undefined, sent: false, retryAt },
    ])
  })

  it('of a budget that lasts beyond all dates is told all the same', async () => {
    const limit = { requests: 1, windowMs: Number.MAX_SAFE_INTEGER }
    const { bando } = setUp(() => json({}), { limit })
    await bando.get('/first')
    expect(await failure(bando.get('/a'))).toMatchObject({
      code: 'limit',
      message: expect.stringContaining('from +275760-09-13T00:00:00.000Z.'),
    })
  })

  it('ends what can be sent only once', async () => {
    const { bando } = setUp(() => json({}, 429, { 'retry-after': '5' }))
    const body = new Blob(['{}']).stream()
    expect(await failure(bando.post('/a', body))).toMatchObject({
      code: 'limit',
      status: 429,
      retryable: true,
      message: expect.stringMatching(/was answered 429, and not sent again: its body is a stream/),
    })
  })

  it('is not claimed where the API said something else, and the budget is spent on it', async () => {
    const { bando, clock } = setUp(() => json({}, 500), { limit: { requests: 1, windowMs: 3_600_000 } })
    const failed = failure(bando.get('/a', { maxWaitMs: 10_000 }))
    await clock.advance(1000)
    expect(await failed).toMatchObject({
      code: 'limit',
      status: undefined,
      sent: true,
      attempts: 1,
      message: expect.stringMatching(/a was not sent again: it would have to wait/),
    })
  })
})

describe('closing the client', () => {
  it.each<[string, (bando: Bando) => Promise<unknown>]>([
    ['post', (bando) => bando.post('/a', {})],
    ['get', (bando) => bando.get('/a')],
    ['fetch', (bando) => bando.fetch('/a')],
  ])('tells each caller what had become of its call: %s', async (_, call) => {
    const { bando, clock } = setUp(() => new Promise(() => {}))
    const inFlight = failure(call(bando))
    await clock.advance(0)
    const waiting = failure(bando.put('/b', {}))
    await bando.close()
    expect(await inFlight).toMatchObject({
      code: 'closed',
      sent: true,
      attempts: 1,
      message: expect.stringMatching(/a did not end before the client was closed; requests sent: 1\.$/),
    })
    expect(await waiting).toMatchObject({
      code: 'closed',
      sent: false,
      attempts: 0,
      message: expect.stringMatching(/b did not end before the client was closed; nothing was sent\.$/),
    })
  })
})

describe('a POST that was redirected to a GET', () => {
  it.each<[string, () => Response | Promise<Response>, string]>([
    ['lost', () => Promise.reject(new TypeError('fetch failed')), 'network'],
    [
      'broken off',
      () => new Response(new ReadableStream({ pull: (to) => to.error(new Error('cut')) })),
      'body',
    ],
    ['answered 500', () => json({}, 500), 'http'],
  ])('is not called repeatable where that is %s', async (_, outcome, code) => {
    const { bando } = setUp(
      (__, index) =>
        index === 0 ? new Response(null, { status: 303, headers: { location: '/done' } }) : outcome(),
      { retry: { attempts: 1 } },
    )
    expect(await failure(bando.post('/pay', {}))).toMatchObject({ code, retryable: false, sent: true })
  })
})

describe('no answer', () => {
  it('to a stream counts as sent, whatever it failed with: that may be what its source says', async () => {
    const refused = Object.assign(new Error('the source refused'), { code: 'ECONNREFUSED' })
    const { bando } = setUp(() => Promise.reject(new TypeError('fetch failed', { cause: refused })))
    const error = await failure(bando.post('/a', new Blob(['x']).stream()))
    expect(error).toMatchObject({ code: 'network', sent: true })
    expect(bando.state.limit.remaining).toBe(99)
  })

  it('within timeoutMs is a typed error, and the permit stays held', async () => {
    const { bando, clock, requests } = setUp(() => new Promise(() => {}), {
      timeoutMs: 1000,
      retry: { attempts: 1 },
    })
    const failed = failure(bando.get('/a'))
    await clock.advance(1000)
    expect(await failed).toMatchObject({ code: 'timeout', sent: true, retryable: true })
    expect(requests[0]?.signal?.aborted).toBe(true)
    expect(bando.state.limit).toMatchObject({ remaining: 99, inFlight: 0 })
  })

  it('gives its place under way back, so that those who wait are served', async () => {
    const { bando, clock, requests } = setUp(
      ({ url }) => (url.pathname === '/lost' ? new Promise(() => {}) : json({})),
      {
        token: undefined,
        anonymousLimit: { requests: 2, windowMs: 10_000 },
        timeoutMs: 1000,
        maxWaitMs: Infinity,
      },
    )
    await bando.get('/proof')
    const lost = failure(bando.post('/lost'))
    const served = bando.get('/served')
    await clock.advance(1000)
    expect(await lost).toMatchObject({ code: 'timeout' })
    expect(bando.state.limit.inFlight).toBe(0)
    await clock.advance(10_000)
    await served
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/proof', '/lost', '/served'])
  })

  it('for a body within timeoutMs is a typed error too', async () => {
    const { bando, clock } = setUp(() => new Response(new ReadableStream({}), { status: 200 }), {
      timeoutMs: 1000,
    })
    const failed = failure(bando.get('/a'))
    await clock.advance(1000)
    expect(await failed).toMatchObject({
      code: 'timeout',
      timeLimit: 'timeoutMs',
      status: 200,
      sent: true,
      message:
        'GET https://api.bando.cool/a: the body did not arrive in time. It was given timeoutMs, 1000 ms. Try again, or allow more.',
    })
    expect(clock.pending).toBe(0)
  })
})

describe('a refusal', () => {
  it('of a full queue is told, and the call is not sent without its token instead', async () => {
    const { bando, clock, requests } = setUp(() => json({}), {
      limit: { requests: 1, windowMs: 10_000 },
      maxWaiting: 1,
      whenLocked: 'anonymous',
    })
    await bando.get('/a')
    const waiting = bando.get('/b')
    expect(await failure(bando.get('/c'))).toMatchObject({
      code: 'limit',
      message: expect.stringContaining('1 calls are waiting already'),
    })
    await clock.advance(10_010)
    await waiting
    expect(requests).toHaveLength(2)
  })

  it('of an endpoint is overcome by another token, once its source gives one', async () => {
    let token = 'bando_one'
    const { bando, clock, requests } = setUp(
      ({ url, headers }) =>
        json({}, url.pathname === '/b' && headers.get('authorization') === 'Bearer bando_one' ? 401 : 200),
      { token: () => token },
    )
    await bando.get('/a')
    expect(await failure(bando.get('/b'))).toMatchObject({ code: 'rejected', sent: true })
    expect(await failure(bando.get('/b'))).toMatchObject({ code: 'rejected', sent: false })
    token = 'bando_two'
    await clock.advance(10_000)
    expect(await bando.get('/b')).toMatchObject({ status: 200, attempts: 1 })
    expect(requests).toHaveLength(3)
  })
})

describe('close', () => {
  it('ends those who wait and those under way, each once, and leaves no timer', async () => {
    const held = heldBack()
    const { bando, clock } = setUp(() => held.promise)
    const failures = Promise.all([failure(bando.get('/a')), failure(bando.get('/b'))])
    await clock.advance(0)
    await bando.close()
    expect(await failures).toMatchObject([{ code: 'closed' }, { code: 'closed' }])
    held.release()
    await clock.advance(100_000)
    expect(clock.pending).toBe(0)
    expect(await failure(bando.get('/c'))).toMatchObject({ code: 'closed' })
  })
})
