import { describe, expect, it } from 'vitest'
import { failure, heldBack, json, setUp } from './setUp.testing.ts'

describe('identical reads under way', () => {
  it('share one request, and get a copy each', async () => {
    const { bando, requests } = setUp(() => json({ items: [] }))
    const [first, second] = await Promise.all([bando.get('/a'), bando.get('/a')])
    expect(requests).toHaveLength(1)
    expect(first.data).toEqual(second.data)
    expect(first.data).not.toBe(second.data)
    expect(first.headers).not.toBe(second.headers)
  })

  it.each([
    ['another query', { query: { page: 2 } }],
    ['other headers', { headers: { 'accept-language': 'es' } }],
    ['another timeoutMs', { timeoutMs: 1 }],
    ['no use for an answer without the token', { requireToken: true }],
    ['a wish to go alone', { dedupe: false }],
  ] as const)('do not share with %s', async (_, options) => {
    const { bando, requests } = setUp(() => json({}))
    await Promise.all([bando.get('/a'), bando.get('/a', options)])
    expect(requests).toHaveLength(2)
  })

  it.each([
    ['another value', { 'x-a': 'b' }, { 'x-a': 'c' }],
    ['another name', { 'x-a': 'bc' }, { 'x-ab': 'c' }],
    ['one more', { 'x-a': 'b' }, { 'x-a': 'b', 'x-b': 'c' }],
    ['one that looks like two', { 'x-a': '1x-b:2' }, { 'x-a': '1', 'x-b': '2' }],
  ])('do not share if a header has %s', async (_, headers, others) => {
    const { bando, requests } = setUp(() => json({}))
    await Promise.all([bando.get('/a', { headers }), bando.get('/a', { headers: others })])
    expect(requests).toHaveLength(2)
    await Promise.all([bando.get('/a', { headers }), bando.get('/a', { headers })])
    expect(requests).toHaveLength(3)
  })

  it.each(['POST', 'PUT', 'DELETE', 'HEAD'])('do not share if they are %s', async (method) => {
    const { bando, requests } = setUp(() => new Response(null))
    await Promise.all([bando.request(method, '/a'), bando.request(method, '/a')])
    expect(requests).toHaveLength(2)
  })

  it('end one by one, and the request with the last', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp((_, index) => (index === 0 ? json({}) : held.promise))
    await bando.get('/first')
    const [one, two] = [new AbortController(), new AbortController()]
    const failures = [
      failure(bando.get('/a', { signal: one.signal })),
      failure(bando.get('/a', { signal: two.signal })),
    ]
    await clock.advance(0)
    one.abort(new Error('one'))
    expect(await failures[0]).toMatchObject({ message: 'one' })
    expect(requests[1]?.signal?.aborted).toBe(false)
    two.abort(new Error('two'))
    expect(await failures[1]).toMatchObject({ message: 'two' })
    expect(requests[1]?.signal?.aborted).toBe(true)
  })

  it('go alone where the client was made so, or the call', async () => {
    const { bando, requests } = setUp(() => json({}), { dedupe: false })
    await Promise.all([bando.get('/a'), bando.get('/a')])
    expect(requests).toHaveLength(2)
    await Promise.all([bando.get('/a', { dedupe: true }), bando.get('/a', { dedupe: true })])
    expect(requests).toHaveLength(3)
  })

  it('are still joined after a write where they wait, since they leave after it', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp(
      ({ url }) => (url.pathname === '/held' ? held.promise : json({})),
      { maxInFlight: 1 },
    )
    await bando.get('/proof')
    const calls = [bando.put('/a', {}), bando.get('/held'), bando.get('/a')]
    await calls[0]
    calls.push(bando.get('/a'))
    await clock.advance(0)
    held.release()
    await Promise.all(calls)
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/proof', '/a', '/held', '/a'])
  })

  it('are not joined once something was written whose caller has left', async () => {
    const [read, write] = [heldBack(), heldBack()]
    const { bando, clock, requests } = setUp(({ method, url }) => {
      if (method === 'PUT') return write.promise
      return url.pathname === '/proof' ? json({}) : read.promise.then(() => json({}))
    })
    const aborted = async (method: string, path: string): Promise<void> => {
      const controller = new AbortController()
      const failed = failure(bando.request(method, path, { signal: controller.signal }))
      await clock.advance(0)
      controller.abort(new Error('enough'))
      await failed
    }
    await bando.get('/proof')
    await aborted('GET', '/x')
    await aborted('GET', '/y')
    // A third without a response could lock the account, so it runs on.
    await aborted('PUT', '/a')
    const before = bando.get('/a')
    await clock.advance(0)
    write.release()
    await clock.advance(0)
    const after = bando.get('/a')
    await clock.advance(0)
    read.release()
    await Promise.all([before, after])
    expect(requests.filter(({ url }) => url.pathname === '/a').map(({ method }) => method)).toEqual([
      'PUT',
      'GET',
      'GET',
    ])
  })

  it('are not joined once something was written', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp(({ method, url }) =>
      method === 'GET' && url.pathname === '/a' ? held.promise.then(() => json({})) : json({}),
    )
    await bando.get('/first')
    const before = bando.get('/a')
    await clock.advance(0)
    await bando.put('/a', {})
    const after = bando.get('/a')
    await clock.advance(0)
    held.release()
    await clock.advance(0)
    expect(requests.filter(({ method, url }) => method === 'GET' && url.pathname === '/a')).toHaveLength(2)
    await Promise.all([before, after])
  })
})

describe('each caller of a shared request', () => {
  it('that was aborted before it came changes nothing', async () => {
    const asked: number[] = []
    const { bando, clock, requests } = setUp(() => json({}), {
      limit: { requests: 1, windowMs: 10_000 },
      token: () => `bando_${asked.push(asked.length)}`,
    })
    const signal = AbortSignal.abort(new Error('enough'))
    expect(await failure(bando.get('/a', { signal }))).toMatchObject({ message: 'enough' })
    expect(asked).toHaveLength(0)
    await bando.get('/first')
    const shared = bando.get('/shared', { priority: 'low' })
    const urgent = bando.get('/urgent')
    await clock.advance(0)
    expect(await failure(bando.get('/shared', { priority: 'high', signal }))).toMatchObject({
      message: 'enough',
    })
    await clock.advance(30_000)
    await Promise.all([shared, urgent])
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/first', '/urgent', '/shared'])
  })

  it('hurries it with a higher priority', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp((_, index) => (index === 1 ? held.promise : json({})), {
      maxInFlight: 1,
    })
    await bando.get('/proof')
    const calls = [
      bando.get('/held'),
      bando.get('/shared', { priority: 'low' }),
      bando.get('/normal'),
      bando.get('/shared', { priority: 'high' }),
      bando.get('/shared'),
    ]
    await clock.advance(0)
    expect(bando.state.queue.waiting).toBe(2)
    held.release()
    await Promise.all(calls)
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/proof', '/held', '/shared', '/normal'])
  })

  it.each([
    ['low', 'high'],
    ['high', 'low'],
  ] as const)(
    'leaves it at the higher priority, %s or %s, when it is back in the queue',
    async (...priorities) => {
      const [first, second] = [heldBack(), heldBack()]
      const script = [Promise.resolve(json({})), first.promise, second.promise]
      const { bando, clock, requests } = setUp((_, index) => script[index] ?? json({}), { maxInFlight: 1 })
      await bando.get('/proof')
      const calls = [bando.get('/shared', { priority: priorities[0] })]
      await clock.advance(0)
      calls.push(
        bando.get('/shared', { priority: priorities[1] }),
        bando.get('/normal', { priority: 'high' }),
      )
      first.release(json({}, 429, { 'retry-after': '1' }))
      await clock.advance(2100)
      second.release()
      await Promise.all(calls)
      expect(requests.map(({ url }) => url.pathname)).toEqual(['/proof', '/shared', '/shared', '/normal'])
    },
  )

  it('is refused at once where it would wait longer than its own maxWaitMs, and the others wait on', async () => {
    const { bando, clock, requests } = setUp(() => json({}), { limit: { requests: 1, windowMs: 10_000 } })
    await bando.get('/first')
    const patient = bando.get('/a', { maxWaitMs: 20_000 })
    const hasty = failure(bando.get('/a', { maxWaitMs: 1000 }))
    await clock.advance(0)
    expect(await hasty).toMatchObject({
      code: 'limit',
      sent: false,
      retryAt: clock.epoch() + 10_006,
      message: expect.stringContaining('maxWaitMs, 1000 ms'),
    })
    await clock.advance(5000)
    const late = bando.get('/a', { maxWaitMs: 6000 })
    await clock.advance(5010)
    expect(await patient).toMatchObject({ waitedMs: 10_006 })
    expect(await late).toMatchObject({ waitedMs: 5006 })
    expect(requests).toHaveLength(2)
  })

  it('waits no longer than its own maxWaitMs if no rule knows how long it takes', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp((_, index) => (index === 0 ? held.promise : json({})))
    const probe = bando.get('/probe')
    const hasty = failure(bando.get('/a', { maxWaitMs: 1000 }))
    const patient = bando.get('/a', { maxWaitMs: 5000 })
    await clock.advance(999)
    expect(bando.state.queue.waiting).toBe(1)
    await clock.advance(1)
    expect(await hasty).toMatchObject({ code: 'limit', reason: 'verification', sent: false })
    await clock.advance(1000)
    held.release()
    await Promise.all([probe, patient])
    expect(await patient).toMatchObject({ waitedMs: 2000 })
    expect(requests).toHaveLength(2)
  })

  it('is refused as soon as the wait grows past its own maxWaitMs', async () => {
    const { bando, clock, requests } = setUp((_, index) =>
      index === 0 ? json({}, 429, { 'retry-after': '60' }) : json({}),
    )
    const hasty = failure(bando.get('/a', { maxWaitMs: 30_000 }))
    const patient = bando.get('/a', { maxWaitMs: 90_000 })
    await clock.advance(0)
    expect(await hasty).toMatchObject({ code: 'limit', status: 429, retryAt: clock.epoch() + 61_000 })
    await clock.advance(61_000)
    expect(await patient).toMatchObject({ attempts: 2 })
    expect(requests).toHaveLength(2)
  })

  it('is told of a pause that the API asks for and it has no patience for, whenever it comes', async () => {
    const { bando, clock, requests } = setUp((_, index) =>
      index === 0 ? json({}, 503, { 'retry-after': '20' }) : json({}),
    )
    const patient = bando.get('/a', { maxWaitMs: 30_000 })
    const hasty = failure(bando.get('/a', { maxWaitMs: 10_000 }))
    const hurried = failure(bando.get('/a', { deadlineMs: 10_000 }))
    const retryAt = clock.epoch() + 20_000
    await clock.advance(0)
    const turnedAway = { code: 'limit', status: 503, sent: true, retryAt }
    expect(await hasty).toMatchObject(turnedAway)
    expect(await hurried).toMatchObject(turnedAway)
    await clock.advance(5000)
    expect(await failure(bando.get('/a', { maxWaitMs: 14_999 }))).toMatchObject({ code: 'limit', retryAt })
    const late = bando.get('/a', { maxWaitMs: 15_000 })
    await clock.advance(15_000)
    expect(await patient).toMatchObject({ attempts: 2, waitedMs: 20_000 })
    expect(await late).toMatchObject({ attempts: 2, waitedMs: 15_000 })
    expect(requests).toHaveLength(2)
  })

  it('that comes in a pause of our own making has waited for nothing that the API asked for', async () => {
    const script = [json({}, 503, { 'retry-after': '1' }), json({}, 429, { 'retry-after': '1' })]
    const { bando, clock } = setUp((_, index) => script[index] ?? json({}), { retry: { baseMs: 8000 } })
    const patient = bando.get('/a')
    await clock.advance(3000)
    const calm = failure(bando.get('/a', { maxWaitMs: 0 }))
    const hasty = failure(bando.get('/a', { maxWaitMs: 1500 }))
    await clock.advance(1000)
    expect(await calm).toMatchObject({ code: 'limit', status: 429, attempts: 2 })
    expect(await hasty).toMatchObject({ code: 'limit', status: 429, attempts: 2 })
    await clock.advance(5000)
    expect(await patient).toMatchObject({ attempts: 3 })
  })

  it('is not told that the API asked for a pause where the network failed', async () => {
    const { bando, clock } = setUp((_, index) =>
      index === 0 ? Promise.reject(new TypeError('fetch failed')) : json({}),
    )
    const patient = bando.get('/a')
    const hurried = failure(bando.get('/a', { deadlineMs: 100 }))
    await clock.advance(125)
    expect(await hurried).toMatchObject({ code: 'timeout', timeLimit: 'deadlineMs', sent: true })
    expect(await patient).toMatchObject({ attempts: 2 })
  })

  it('that comes once a pause is over is not credited with it', async () => {
    const held = heldBack()
    const script = [Promise.resolve(json({}, 503, { 'retry-after': '20' })), held.promise]
    const { bando, clock } = setUp((_, index) => script[index] ?? json({}))
    const patient = bando.get('/a')
    await clock.advance(20_000)
    const late = failure(bando.get('/a', { maxWaitMs: 0 }))
    await clock.advance(0)
    held.release(json({}, 429, { 'retry-after': '5' }))
    await clock.advance(0)
    expect(await late).toMatchObject({ code: 'limit', status: 429, attempts: 2 })
    await clock.advance(6000)
    expect(await patient).toMatchObject({ attempts: 3, waitedMs: 26_000 })
  })

  it('has a deadline of its own, from when it came', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp(() => held.promise)
    const first = failure(bando.get('/a', { deadlineMs: 1000 }))
    await clock.advance(500)
    const [second, third] = [failure(bando.get('/a', { deadlineMs: 1000 })), bando.get('/a')]
    await clock.advance(500)
    expect(await first).toMatchObject({ timeLimit: 'deadlineMs', sent: true, attempts: 1 })
    await clock.advance(500)
    expect(await second).toMatchObject({ timeLimit: 'deadlineMs' })
    expect(requests[0]?.signal?.aborted).toBe(false)
    held.release()
    expect(await third).toMatchObject({ status: 200 })
    expect(clock.pending).toBe(0)
  })

  it('leaves the queue with the last of them, in the same tick', async () => {
    const held = heldBack()
    const { bando, clock } = setUp(() => held.promise)
    const probe = bando.get('/probe')
    const controllers = [new AbortController(), new AbortController()]
    const failures = controllers.map(({ signal }) => failure(bando.get('/a', { signal })))
    await clock.advance(0)
    controllers[0]?.abort(new Error('one'))
    expect(bando.state.queue.waiting).toBe(1)
    controllers[1]?.abort(new Error('two'))
    expect(bando.state.queue.waiting).toBe(0)
    expect(await Promise.all(failures)).toMatchObject([{ message: 'one' }, { message: 'two' }])
    held.release()
    await probe
  })
})

it('a read that was aborted is joined by no other, not even in the same tick', async () => {
  const { bando, clock, requests } = setUp((_, index) =>
    index === 1 ? new Promise(() => {}) : json({ index }),
  )
  await bando.get('/first')
  const controller = new AbortController()
  const aborted = failure(bando.get('/a', { signal: controller.signal }))
  await clock.advance(0)
  controller.abort('gone')
  const again = bando.get('/a')
  expect(await aborted).toBe('gone')
  expect((await again).data).toEqual({ index: 2 })
  expect(requests).toHaveLength(3)
})

it('each of several callers is told its own wait, by a clock that has run before', async () => {
  const { bando, clock } = setUp(() => json({}), { limit: { requests: 1, windowMs: 10_000 } })
  await clock.advance(100_000)
  await bando.get('/first')
  const first = bando.get('/a')
  await clock.advance(4000)
  const second = bando.get('/a')
  await clock.advance(7000)
  const [{ waitedMs }, { waitedMs: waitedLessMs }] = await Promise.all([first, second])
  expect(waitedMs - waitedLessMs).toBe(4000)
})
