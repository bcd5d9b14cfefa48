import { getEventListeners } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { deferred } from '../deferred.testing.ts'
import { failure, heldBack, json, setUp } from './setUp.testing.ts'

const reason = new Error('the user left')

describe('an abort', () => {
  it('before anything is heard at once, and nothing is sent', async () => {
    const { bando, requests } = setUp(() => json({}))
    expect(await failure(bando.get('/a', { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(requests).toHaveLength(0)
  })

  it('in the tick of the call itself sends nothing, and gives the permit back', async () => {
    const { bando, requests } = setUp(() => json({}), { limit: { requests: 5, windowMs: 10_000 } })
    const told: string[] = []
    bando.on('request', ({ url }) => told.push(url))
    const controller = new AbortController()
    const failed = failure(bando.get('/a', { signal: controller.signal }))
    controller.abort(reason)
    expect(await failed).toBe(reason)
    await bando.get('/b')
    expect(told).toEqual(['https://api.bando.cool/b'])
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/b'])
    expect(bando.state.limit.remaining).toBe(4)
  })

  it('in the queue frees the place in the same tick', async () => {
    const { bando, clock, requests } = setUp(() => json({}), { limit: { requests: 1, windowMs: 10_000 } })
    await bando.get('/a')
    const controller = new AbortController()
    const failed = failure(bando.get('/b', { signal: controller.signal }))
    const third = bando.get('/c')
    await clock.advance(0)
    expect(bando.state.queue.waiting).toBe(2)
    controller.abort(reason)
    expect(bando.state.queue.waiting).toBe(1)
    expect(await failed).toBe(reason)
    await clock.advance(10_010)
    await third
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/a', '/c'])
  })

  it('by a listener that hears of the wait frees the place, and no identical call joins it', async () => {
    const { bando, clock, requests } = setUp(() => json({}), { limit: { requests: 1, windowMs: 10_000 } })
    await bando.get('/a')
    const controller = new AbortController()
    const stop = bando.on('wait', () => controller.abort(reason))
    expect(await failure(bando.get('/b', { signal: controller.signal }))).toBe(reason)
    expect(bando.state.queue.waiting).toBe(0)
    stop()
    const again = bando.get('/b')
    await clock.advance(10_010)
    await again
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/a', '/b'])
  })

  it.each(Array.from({ length: 12 }, (_, ticks) => ticks))(
    'that comes %i ticks after the token leaves no call in the queue',
    async (ticks) => {
      const next = deferred<string>()
      const tokens = ['bando_good', next.promise]
      const limit = { requests: 1, windowMs: 3_600_000 }
      const { bando, clock } = setUp(() => json({}), { token: async () => tokens.shift() ?? '', limit })
      await bando.get('/a')
      // Then its source is asked again.
      await clock.advance(61_000)
      const controller = new AbortController()
      const failed = failure(bando.get('/b', { signal: controller.signal, maxWaitMs: Infinity }))
      next.resolve('bando_good')
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      controller.abort(reason)
      expect(await failed).toBe(reason)
      await clock.advance(0)
      expect(bando.state.queue.waiting).toBe(0)
    },
  )

  it('under way cuts the connection, and holds the permit until maxFlightMs and a window later', async () => {
    const { bando, clock, requests } = setUp((_, index) => (index === 0 ? json({}) : new Promise(() => {})), {
      limit: { requests: 100, windowMs: 10_000 },
    })
    await bando.get('/a')
    const controller = new AbortController()
    const failed = failure(bando.get('/b', { signal: controller.signal }))
    await clock.advance(0)
    controller.abort(reason)
    expect(await failed).toBe(reason)
    await clock.advance(0)
    expect(requests[1]?.signal?.aborted).toBe(true)
    await clock.advance(69_000)
    expect(bando.state.limit.remaining).toBe(99)
    await clock.advance(1_010)
    expect(bando.state.limit.remaining).toBe(100)
  })

  it('by a listener that hears of the request sends nothing, and gives the permit back', async () => {
    const { bando, clock, requests } = setUp(() => json({}))
    await bando.get('/a')
    const controller = new AbortController()
    const stop = bando.on('request', () => controller.abort(reason))
    expect(await failure(bando.post('/b', {}, { signal: controller.signal }))).toBe(reason)
    stop()
    await clock.advance(0)
    expect(requests).toHaveLength(1)
    expect(bando.state.limit).toMatchObject({ remaining: 99, inFlight: 0 })
  })

  it.each(['retry', 'noResponse'] as const)(
    'by a listener that hears of a lost request (%s) leaves later aborts to cut their connections',
    async (event) => {
      const lost = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'))
      const { bando, clock, requests } = setUp(
        ({ url }) =>
          url.pathname === '/a' ? json({}) : url.pathname === '/lost' ? lost() : new Promise(() => {}),
        { verifiedForMs: 3_600_000, maxFlightMs: 1000 },
      )
      await bando.get('/a')
      const controller = new AbortController()
      const stop = bando.on(event, () => controller.abort(reason))
      expect(await failure(bando.get('/lost', { signal: controller.signal }))).toBe(reason)
      stop()
      // The API has forgotten it by then.
      await clock.advance(70_000)
      await bando.get('/a')
      const later = [new AbortController(), new AbortController()]
      const failed = later.map(({ signal }, index) => failure(bando.get(`/slow/${index}`, { signal })))
      await clock.advance(0)
      for (const each of later) each.abort(reason)
      expect(await Promise.all(failed)).toEqual([reason, reason])
      expect(requests.slice(-2).map(({ signal }) => signal?.aborted)).toEqual([true, true])
    },
  )

  it('of a probe is heard at once, and the probe runs on to its result', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp(() => held.promise)
    const controller = new AbortController()
    const failed = failure(bando.get('/a', { signal: controller.signal }))
    await clock.advance(0)
    controller.abort(reason)
    expect(await failed).toBe(reason)
    expect(requests[0]?.signal?.aborted).toBe(false)
    held.release()
    await clock.advance(0)
    expect(bando.state.auth.status).toBe('verified')
  })

  it.each([
    ['of our own', {}],
    ['that the API asked for', { 'retry-after': '5' }],
  ])('between two tries ends a pause %s', async (_, headers) => {
    const { bando, clock, requests } = setUp(() => json({}, 503, headers))
    const controller = new AbortController()
    const failed = failure(bando.get('/a', { signal: controller.signal }))
    await clock.advance(0)
    controller.abort(reason)
    expect(await failed).toBe(reason)
    expect(clock.pending).toBe(0)
    expect(requests).toHaveLength(1)
  })

  it('while the token is fetched is heard at once', async () => {
    const { bando, clock } = setUp(() => json({}), { token: () => new Promise<string>(() => {}) })
    const controller = new AbortController()
    const failed = failure(bando.get('/a', { signal: controller.signal }))
    await clock.advance(0)
    controller.abort(reason)
    expect(await failed).toBe(reason)
  })

  it('while the body arrives is heard at once', async () => {
    const { bando, clock } = setUp(() => new Response(new ReadableStream({})))
    const controller = new AbortController()
    const failed = failure(bando.get('/a', { signal: controller.signal }))
    await clock.advance(0)
    controller.abort(reason)
    expect(await failed).toBe(reason)
    expect(clock.pending).toBe(0)
  })

  it('leaves no listener on a long-lived signal, however often a call is tried or returns', async () => {
    const script = [json({}), json({}, 503), json({}, 429, { 'retry-after': '1' }), json({}), json({})]
    const { bando, clock } = setUp((_, index) => script[index] ?? json({}))
    const { signal } = new AbortController()
    await bando.get('/proof')
    const calls = Promise.all([
      bando.get('/a', { signal, deadlineMs: 60_000 }),
      bando.get('/a', { signal }),
      bando.put('/b', {}, { signal }),
    ])
    await clock.advance(10_000)
    await calls
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    expect(clock.pending).toBe(0)
  })

  it('leaves no listener on a long-lived signal', async () => {
    const { bando, clock } = setUp(() => json({}), { limit: { requests: 40, windowMs: 1000 } })
    const { signal } = new AbortController()
    const calls = Promise.all(Array.from({ length: 100 }, (_, id) => bando.get(`/${id}`, { signal })))
    await clock.advance(0)
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    await clock.advance(5000)
    await calls
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })
})

describe('a probe whose caller has aborted', () => {
  async function setUpAborted(response?: Response) {
    const held = heldBack()
    const { bando, clock, requests } = setUp(() => held.promise)
    const controller = new AbortController()
    const failed = failure(bando.get('/a', { signal: controller.signal }))
    await clock.advance(0)
    controller.abort(reason)
    await failed
    return { bando, clock, signal: requests[0]?.signal, respond: () => held.release(response) }
  }

  it('takes no body: the response is let go as soon as it is known', async () => {
    const cancel = vi.fn<() => void>()
    const { clock, respond } = await setUpAborted(new Response(new ReadableStream({ cancel })))
    respond()
    await clock.advance(0)
    expect(cancel).toHaveBeenCalledOnce()
    expect(clock.pending).toBe(0)
  })

  it('is cut when the client is closed', async () => {
    const { bando, signal } = await setUpAborted()
    expect(signal?.aborted).toBe(false)
    await bando.close()
    expect(signal?.aborted).toBe(true)
  })
})

it('every timer of a call keeps the process alive until the call has ended', async () => {
  const { bando, clock } = setUp((_, index) => (index === 0 ? json({}, 503) : json({})), {
    token: async () => 'bando_good',
  })
  const schedule = vi.spyOn(clock, 'schedule')
  const called = bando.get('/a', { deadlineMs: 60_000 })
  await clock.advance(60_000)
  expect((await called).attempts).toBe(2)
  // The token, the deadline, two attempts and the pause between them.
  expect(schedule.mock.calls.length).toBeGreaterThanOrEqual(5)
  expect(schedule.mock.calls.map((given: readonly unknown[]) => given[2])).toEqual(
    schedule.mock.calls.map(() => ({ keepAlive: true })),
  )
  expect(clock.pending).toBe(0)
})
