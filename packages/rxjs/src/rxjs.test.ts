import { getEventListeners } from 'node:events'
import type { Bando, BandoOptions } from '@bando/core'
import { createBando, isBandoError, memoryStore } from '@bando/core'
import { ManualClock, scriptedTransport } from '@bando/core/testing'
import type { ScriptedRequest } from '@bando/core/testing'
import { firstValueFrom, from, lastValueFrom, range, toArray, VirtualTimeScheduler } from 'rxjs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { auth$, fromBando, limit$, mapToBando, pollBando, retryWhenOpen, state$, whenOpen$ } from './index.ts'

const json = (status = 200, headers: Record<string, string> = {}): Response =>
  Response.json({}, { status, headers })

function setUp(
  answer: (request: ScriptedRequest, index: number) => Response | Promise<Response>,
  options: BandoOptions = {},
): { bando: Bando; clock: ManualClock; requests: readonly ScriptedRequest[] } {
  const clock = new ManualClock()
  const fetch = scriptedTransport(answer)
  const bando = createBando({ clock, fetch, store: memoryStore(), random: () => 0, ...options })
  onTestFinished(() => bando.close())
  return { bando, clock, requests: fetch.requests }
}

describe('fromBando', () => {
  it('is cold: one request for each subscription, one value, then the end', async () => {
    const { bando, requests } = setUp(() => json())
    const coolness$ = fromBando(bando, '/coolness', { query: { x: 1 } })
    expect(requests).toHaveLength(0)
    expect(await lastValueFrom(coolness$.pipe(toArray()))).toMatchObject([{ status: 200 }])
    await lastValueFrom(coolness$)
    expect(requests.map(({ url }) => url.search)).toEqual(['?x=1', '?x=1'])
  })

  it('gives the error of the core', async () => {
    const { bando } = setUp(() => json(404))
    await expect(lastValueFrom(fromBando(bando, '/x'))).rejects.toMatchObject({ code: 'http', status: 404 })
  })

  it('aborts and frees its place when unsubscribed, and not after the value', async () => {
    const { bando, clock, requests } = setUp((_, index) => (index === 0 ? json() : new Promise(() => {})), {
      anonymousLimit: { requests: 2, windowMs: 1000 },
    })
    await lastValueFrom(fromBando(bando, '/first'))
    expect(requests[0]?.signal?.aborted).toBe(false)
    const sent = fromBando(bando, '/sent').subscribe()
    const waiting = fromBando(bando, '/waiting').subscribe()
    await clock.advance(0)
    expect(bando.state.line.waiting).toBe(1)
    waiting.unsubscribe()
    expect(bando.state.line.waiting).toBe(0)
    sent.unsubscribe()
    await clock.advance(0)
    expect(requests[1]?.signal?.aborted).toBe(true)
  })

  it("heeds the caller's own signal, and leaves no listener on it", async () => {
    const { bando, clock } = setUp((_, index) => (index === 0 ? json() : new Promise(() => {})))
    const controller = new AbortController()
    await lastValueFrom(fromBando(bando, '/a', { signal: controller.signal }))
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
    const failed = expect(
      lastValueFrom(fromBando(bando, '/b', { signal: controller.signal })),
    ).rejects.toThrow('enough')
    await clock.advance(0)
    controller.abort(new Error('enough'))
    await failed
  })
})

describe('mapToBando', () => {
  it.each([1, 3])('makes no more than %i calls at a time, and none is refused', async (concurrency) => {
    let underWay = 0
    let most = 0
    const { bando, clock } = setUp(
      async () => {
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise((resolve) => clock.schedule(() => resolve(undefined), 10))
        underWay -= 1
        return json()
      },
      { anonymousLimit: { requests: 5, windowMs: 1000 }, maxWaitMs: 0 },
    )
    const all = lastValueFrom(
      range(1, 20).pipe(
        mapToBando(bando, (id) => ({ path: '/coolness', query: { id } }), { concurrency }),
        toArray(),
      ),
    )
    await clock.advance(10_000)
    expect(await all).toHaveLength(20)
    expect(most).toBe(concurrency)
  })

  it.each([
    [true, ['0', '1', '2', '3']],
    [false, ['1', '2', '3', '0']],
  ])('ordered: %s', async (ordered, expected) => {
    const { bando, clock } = setUp(async ({ url }) => {
      // The first request of all goes alone; of the others, the first is the slowest.
      const id = url.searchParams.get('id')
      if (id === '0') await new Promise((resolve) => clock.schedule(() => resolve(undefined), 1000))
      return Response.json(id)
    })
    await bando.get('/first')
    const all = lastValueFrom(
      from([0, 1, 2, 3]).pipe(
        mapToBando<number, string>(bando, (id) => `/coolness?id=${id}`, { ordered }),
        toArray(),
      ),
    )
    await clock.advance(2000)
    expect((await all).map(({ data }) => data)).toEqual(expected)
  })

  it('keeps no more early answers than its concurrency', async () => {
    const { bando, clock, requests } = setUp(({ url }) =>
      url.pathname === '/0' ? new Promise<Response>(() => {}) : json(),
    )
    await bando.get('/first')
    const subscription = range(0, 50)
      .pipe(mapToBando(bando, (id) => `/${id}`))
      .subscribe()
    await clock.advance(1000)
    expect(requests).toHaveLength(5)
    subscription.unsubscribe()
  })

  it('ends with the first error, and aborts the rest', async () => {
    const { bando, clock, requests } = setUp(({ url }) => {
      if (url.pathname === '/first') return json()
      return url.pathname === '/0' ? json(404) : new Promise<Response>(() => {})
    })
    await bando.get('/first')
    const failed = expect(
      lastValueFrom(range(0, 9).pipe(mapToBando(bando, (id) => `/${id}`))),
    ).rejects.toMatchObject({
      status: 404,
    })
    await clock.advance(0)
    await failed
    await clock.advance(0)
    expect(requests.slice(2).every(({ signal }) => signal?.aborted)).toBe(true)
  })

  it('puts one invalid request on the wire for fifty calls, and each is a typed error', async () => {
    const { bando, requests } = setUp(() => json(401), { token: 'bando_revoked' })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, id) => lastValueFrom(fromBando(bando, `/${id}`))),
    )
    expect(
      outcomes.every((each) => each.status === 'rejected' && isBandoError(each.reason, 'rejected')),
    ).toBe(true)
    expect(requests).toHaveLength(1)
  })
})

describe('state', () => {
  it('tells what is, then what changes, and nothing twice', async () => {
    const { bando, clock } = setUp(() => json(), { token: 'bando_x' })
    const seen: unknown[] = []
    const all = state$(bando).subscribe()
    all.add(limit$(bando).subscribe(({ remaining }) => seen.push(remaining)))
    all.add(auth$(bando).subscribe(({ verdict }) => seen.push(verdict)))
    expect(seen).toEqual([100, 'unverified'])
    await bando.get('/a')
    await clock.advance(0)
    expect(new Set(seen.slice(2))).toEqual(new Set([99, 'verified']))
    all.unsubscribe()
    expect(clock.pending).toBe(0)
  })

  it('whenOpen$ emits once, when budget is left', async () => {
    const { bando, clock } = setUp(() => json(), { anonymousLimit: { requests: 1, windowMs: 1000 } })
    await bando.get('/a')
    let opened = 0
    whenOpen$(bando).subscribe({ next: () => (opened += 1), complete: () => (opened += 10) })
    await clock.advance(900)
    expect(opened).toBe(0)
    await clock.advance(200)
    expect(opened).toBe(11)
  })
})

describe('retryWhenOpen', () => {
  it('subscribes again at the time the error names', async () => {
    const { bando } = setUp((_, index) => (index === 0 ? json(429, { 'retry-after': '100' }) : json()))
    const scheduler = new VirtualTimeScheduler()
    const retryAt = Date.UTC(2026, 0, 1) + 101_000
    scheduler.now = () => retryAt - 5000
    const asked: number[] = []
    const failing = from([0]).pipe(
      mapToBando(bando, () => ({ path: '/a', maxWaitMs: 1000 })),
      retryWhenOpen(bando, { count: 1 }, scheduler),
    )
    const outcome = lastValueFrom(failing).catch((error: unknown) => error)
    await new Promise((resolve) => setImmediate(resolve))
    asked.push(scheduler.actions[0]?.delay ?? -1)
    scheduler.flush()
    await outcome
    expect(asked).toEqual([5000])
  })

  it.each([
    ['an error that trying again does not help', () => json(404), {}, { status: 404 }],
    [
      'a wait longer than maxWaitMs',
      () => json(429, { 'retry-after': '3600' }),
      { maxWaitMs: 1000 },
      { code: 'limit' },
    ],
  ])('passes on %s (pitfall 40)', async (_, answer, options, expected) => {
    const { bando } = setUp(answer)
    const scheduler = new VirtualTimeScheduler()
    scheduler.now = () => Date.UTC(2026, 0, 1)
    const asked = lastValueFrom(fromBando(bando, '/a').pipe(retryWhenOpen(bando, options, scheduler)))
    await expect(asked).rejects.toMatchObject(expected)
  })
})

describe('pollBando', () => {
  it('asks every everyMs, and never while an answer is awaited', async () => {
    const scheduler = new VirtualTimeScheduler()
    const { bando, requests } = setUp(() => new Promise(() => {}))
    const subscription = pollBando(bando, '/a', { everyMs: 1000 }, scheduler).subscribe()
    scheduler.maxFrames = 5500
    scheduler.flush()
    await new Promise((resolve) => setImmediate(resolve))
    expect(requests).toHaveLength(1)
    subscription.unsubscribe()
  })

  it('goes on after each answer', async () => {
    const { bando } = setUp(() => json())
    expect(await firstValueFrom(pollBando(bando, '/a', { everyMs: 1000 }))).toMatchObject({ status: 200 })
  })
})
