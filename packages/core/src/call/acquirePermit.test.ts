import { describe, expect, it } from 'vitest'
import { ManualClock } from '../testing/index.ts'
import { failure, heldBack, invalidToken, json, setUp } from './setUp.testing.ts'

describe('a call that returns to the queue keeps its place', () => {
  it.each([
    ['a 429', () => json({}, 429, { 'retry-after': '1' }), ['/a', '/a', '/b', '/c']],
    ['a lockout', () => json({}, 403, { 'retry-after': '1' }), ['/a', '/a', '/b', '/c']],
    ['a 401, with another token', invalidToken, ['/a', '/a', '/b', '/c']],
  ])('after %s', async (_, turnAway, order) => {
    let token = 'bando_old'
    const held = heldBack()
    const { bando, clock, requests } = setUp((_request, index) => (index === 1 ? held.promise : json({})), {
      token: () => token,
      maxInFlight: 1,
      whenLocked: 'wait',
      isLockout: () => true,
    })
    await bando.get('/proof')
    const calls = ['/a', '/b', '/c'].map((path) => bando.get(path))
    await clock.advance(0)
    token = 'bando_new'
    held.release(turnAway())
    await clock.advance(10_000)
    await Promise.all(calls)
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/proof', ...order])
  })

  it('after a 429, though the queue has filled meanwhile', async () => {
    const held = heldBack()
    const { bando, clock } = setUp((_, index) => (index === 1 ? held.promise : json({})), {
      maxWaiting: 1,
      maxInFlight: 1,
    })
    await bando.get('/proof')
    const calls = [bando.get('/a'), bando.get('/b')]
    await clock.advance(0)
    held.release(json({}, 429, { 'retry-after': '1' }))
    await clock.advance(10_000)
    expect(await Promise.all(calls)).toMatchObject([{ attempts: 2 }, { attempts: 1 }])
  })

  it('after a pause of its own', async () => {
    const [first, second] = [heldBack(), heldBack()]
    const script = [Promise.resolve(json({})), first.promise, second.promise]
    const { bando, clock, requests } = setUp((_, index) => script[index] ?? json({}), { maxInFlight: 1 })
    await bando.get('/proof')
    const calls = ['/a', '/b', '/c'].map((path) => bando.get(path))
    await clock.advance(0)
    first.release(json({}, 500))
    await clock.advance(1000)
    second.release()
    await Promise.all(calls)
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/proof', '/a', '/b', '/a', '/c'])
  })

  it('and its age: a low one that has waited a window goes before those that came later', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp((_, index) => (index === 1 ? held.promise : json({})), {
      limit: { requests: 100, windowMs: 1000 },
      maxInFlight: 1,
    })
    await bando.get('/proof')
    const low = bando.post('/low', {}, { priority: 'low' })
    await clock.advance(1500)
    const normal = bando.get('/normal')
    held.release(json({}, 429, { 'retry-after': '1' }))
    await clock.advance(5000)
    await Promise.all([low, normal])
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/proof', '/low', '/low', '/normal'])
  })
})

describe('maxWaitMs counts all of the waiting', () => {
  it('over every return to the queue', async () => {
    let token = 'bando_old'
    const { bando, clock, requests } = setUp((_, index) => json({}, index === 1 ? 401 : 200), {
      token: () => token,
      limit: { requests: 1, windowMs: 4000 },
      maxWaitMs: 6000,
    })
    await bando.get('/proof')
    const failed = failure(bando.get('/a'))
    token = 'bando_new'
    await clock.advance(4010)
    expect(requests).toHaveLength(2)
    // Each permit comes free after 4 s, so that it would have waited for 8 in all.
    expect(await failed).toMatchObject({ code: 'limit', attempts: 1, reason: 'limit' })
  })

  it('and over the pauses that the API asked for', async () => {
    const { bando, clock } = setUp(
      (_, index) =>
        index === 0 ? json({}, 503, { 'retry-after': '3' }) : json({}, 503, { 'retry-after': '2' }),
      { retry: { attempts: 9 } },
    )
    const failed = failure(bando.get('/a', { maxWaitMs: 6000 }))
    await clock.advance(5000)
    expect(await failed).toMatchObject({ code: 'http', status: 503, attempts: 3 })
  })

  it('but not the time that it takes to read the clock', async () => {
    class RunningClock extends ManualClock {
      #reads = 0

      override now(): number {
        return super.now() + (this.#reads += 1) / 1000
      }
    }
    const limit = { requests: 1, windowMs: 10_000 }
    const { bando } = setUp(() => json({}), { clock: new RunningClock(), limit })
    expect(await bando.get('/a')).toMatchObject({ waitedMs: 0 })
    expect(await failure(bando.get('/b', { maxWaitMs: 0 }))).toMatchObject({ code: 'limit', sent: false })
  })

  it('but not the pauses of our own', async () => {
    const { bando, clock } = setUp((_, index) => json({}, index < 2 ? 503 : 200), { maxWaitMs: 0 })
    const call = bando.get('/a')
    await clock.advance(1000)
    expect(await call).toMatchObject({ attempts: 3, waitedMs: 0 })
  })
})
