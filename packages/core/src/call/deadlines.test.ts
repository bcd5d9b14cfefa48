import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { failure, heldBack, json, setUp } from './setUp.testing.ts'

const deadlineMs = 1000
const endless = (): Response => new Response(new ReadableStream({}), { status: 200 })

describe('deadlineMs ends a call', () => {
  it('that waits for a token', async () => {
    const { bando, clock, requests } = setUp(() => json({}), { token: () => new Promise<string>(() => {}) })
    const failed = failure(bando.get('/a', { deadlineMs }))
    await clock.advance(deadlineMs)
    expect(await failed).toMatchObject({ code: 'timeout', timeLimit: 'deadlineMs', sent: false, attempts: 0 })
    expect(requests).toHaveLength(0)
  })

  it('that waits in the queue, and frees its place', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp(() => held.promise)
    const probe = bando.get('/a')
    const failed = failure(bando.post('/b', {}, { deadlineMs }))
    await clock.advance(deadlineMs - 1)
    expect(bando.state.queue.waiting).toBe(1)
    await clock.advance(1)
    expect(bando.state.queue.waiting).toBe(0)
    expect(await failed).toMatchObject({
      code: 'timeout',
      timeLimit: 'deadlineMs',
      sent: false,
      retryable: true,
    })
    held.release()
    await probe
    expect(requests).toHaveLength(1)
  })

  it('under way, cutting the connection', async () => {
    const { bando, clock, requests } = setUp((_, index) => (index === 0 ? json({}) : new Promise(() => {})))
    await bando.get('/proof')
    const failed = failure(bando.post('/a', {}, { deadlineMs }))
    await clock.advance(deadlineMs)
    expect(await failed).toMatchObject({ timeLimit: 'deadlineMs', sent: true, retryable: false, attempts: 1 })
    expect(requests[1]?.signal?.aborted).toBe(true)
    expect(clock.pending).toBe(0)
  })

  it('between two tries', async () => {
    const { bando, clock } = setUp((_, index) => (index < 2 ? json({}, 503) : new Promise(() => {})), {
      retry: { baseMs: 400 },
    })
    const failed = failure(bando.get('/a', { deadlineMs }))
    await clock.advance(deadlineMs)
    expect(await failed).toMatchObject({ timeLimit: 'deadlineMs', attempts: 3 })
  })

  it('whose body is still arriving', async () => {
    const { bando, clock } = setUp(endless)
    const failed = failure(bando.get('/a', { deadlineMs }))
    await clock.advance(deadlineMs)
    expect(await failed).toMatchObject({ timeLimit: 'deadlineMs', sent: true })
    expect(clock.pending).toBe(0)
  })

  it('that never had a connection, which was not sent', async () => {
    const cause = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' })
    const { bando, clock } = setUp((_, index) => {
      if (index === 0) throw new TypeError('fetch failed', { cause })
      return new Promise(() => {})
    })
    const failed = failure(bando.post('/a', {}, { deadlineMs }))
    await clock.advance(0)
    // It proves the token now, and the first waits for that.
    const other = failure(bando.get('/b'))
    await clock.advance(deadlineMs)
    expect(await failed).toMatchObject({ timeLimit: 'deadlineMs', sent: false, retryable: true, attempts: 1 })
    await bando.close()
    await other
  })
})

it('a pause that would end past deadlineMs is not begun: the failure itself is heard at once', async () => {
  const { bando, clock } = setUp(() => json({}, 503, { 'retry-after': '2' }))
  expect(await failure(bando.get('/a', { deadlineMs: 1999 }))).toMatchObject({ code: 'http', status: 503 })
  expect(clock.pending).toBe(0)
})

it('a wait that would end past deadlineMs is refused at the start, told when it could go', async () => {
  const { bando, clock } = setUp(() => json({}), { limit: { requests: 1, windowMs: 10_000 } })
  await bando.get('/a')
  expect(await failure(bando.get('/b', { deadlineMs }))).toMatchObject({
    code: 'limit',
    sent: false,
    retryAt: clock.epoch() + 10_006,
    message: expect.stringContaining('longer than deadlineMs, 1000 ms'),
  })
})

it('is counted for the whole call, over every return into the queue', async () => {
  const { bando, clock, requests } = setUp(() => json({}, 429, { 'retry-after': '3' }))
  const failed = failure(bando.get('/a', { deadlineMs: 6000, maxWaitMs: Infinity }))
  await clock.advance(6000)
  expect(await failed).toMatchObject({
    code: 'limit',
    sent: true,
    message: expect.stringContaining('deadlineMs'),
  })
  expect(requests).toHaveLength(2)
})

it('is given to the client for all of its calls, bando.fetch among them', async () => {
  const { bando, clock } = setUp((_, index) => (index === 0 ? endless() : new Promise(() => {})), {
    deadlineMs,
  })
  const { body } = await bando.fetch('/a')
  const failed = Promise.all([failure(bando.fetch('/b')), failure(new Response(body).text())])
  await clock.advance(deadlineMs)
  expect(await failed).toMatchObject([{ timeLimit: 'deadlineMs' }, { timeLimit: 'deadlineMs' }])
})

it('leaves no timer and no listener once the call has ended', async () => {
  const { bando, clock } = setUp(() => json({}), { deadlineMs })
  const { signal } = new AbortController()
  await bando.get('/a', { signal })
  await bando.put('/a', {}, { signal })
  await (await bando.fetch('/a', { signal })).text()
  await (await bando.fetch('/a', { signal })).body?.cancel()
  expect(clock.pending).toBe(0)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

it.each([0, -1, Number.NaN, '5'])('cannot be %s', async (given) => {
  const { bando } = setUp(() => json({}))
  expect(await failure(bando.get('/a', { deadlineMs: given as number }))).toMatchObject({
    code: 'config',
    message: expect.stringContaining('deadlineMs: needs milliseconds, at least 1, or Infinity'),
  })
})
