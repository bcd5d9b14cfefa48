import { defer, lastValueFrom } from 'rxjs'
import { expect, it, vi } from 'vitest'
import { fromBando } from './fromBando.ts'
import { retryWhenOpen } from './retryWhenOpen.ts'
import { json, never, setUp } from './setUp.testing.ts'

const dayMs = 86_400_000

const lockout = (): Response =>
  Response.json(
    { title: 'Authentication locked', detail: 'Too many failed attempts.' },
    { status: 403, headers: { 'retry-after': '900' } },
  )

it('subscribes again at the time a 429 names', async () => {
  const { bando, clock, scheduler, requests } = setUp((_, index) =>
    index === 0 ? json(429, { 'retry-after': '100' }) : json(),
  )
  const answer = lastValueFrom(fromBando(bando, '/a').pipe(retryWhenOpen(bando, {}, scheduler)))
  await clock.advance(99_000)
  expect(requests).toHaveLength(1)
  await clock.advance(10_000)
  expect(await answer).toMatchObject({ status: 200 })
  expect(requests).toHaveLength(2)
})

it('subscribes again when a lockout may be over', async () => {
  const { bando, clock, scheduler, requests } = setUp((_, index) => (index === 0 ? lockout() : json()), {
    token: 'bando_x',
    isLockout: () => true,
  })
  const answer = lastValueFrom(fromBando(bando, '/a').pipe(retryWhenOpen(bando, {}, scheduler)))
  await clock.advance(890_000)
  expect(requests).toHaveLength(1)
  await clock.advance(60_000)
  expect(await answer).toMatchObject({ status: 200 })
})

it('where no time is named, waits until a call could leave', async () => {
  const { bando, clock, scheduler, requests } = setUp(() => json(), {
    anonymousLimit: { requests: 1, windowMs: 1000 },
    maxWaiting: 1,
  })
  await bando.get('/first')
  const waiting = bando.get('/second', { maxWaitMs: Infinity })
  const refused = fromBando(bando, '/third', { maxWaitMs: Infinity })
  await expect(lastValueFrom(refused)).rejects.toMatchObject({ code: 'limit', retryAt: undefined })
  const answer = lastValueFrom(refused.pipe(retryWhenOpen(bando, {}, scheduler)))
  await clock.advance(10_000)
  await waiting
  expect(await answer).toMatchObject({ status: 200 })
  expect(requests.map(({ url }) => url.pathname)).toEqual(['/first', '/second', '/third'])
})

it('passes the error on where that would take longer than maxWaitMs', async () => {
  const { bando, clock, scheduler } = setUp(() => json(), {
    anonymousLimit: { requests: 1, windowMs: 60_000 },
    maxWaiting: 1,
  })
  await bando.get('/first')
  const waiting = bando.get('/second', { maxWaitMs: Infinity })
  const failed = expect(
    lastValueFrom(
      fromBando(bando, '/third', { maxWaitMs: Infinity }).pipe(
        retryWhenOpen(bando, { maxWaitMs: 500 }, scheduler),
      ),
    ),
  ).rejects.toMatchObject({ code: 'limit' })
  await clock.advance(500)
  await failed
  await clock.advance(60_000)
  await waiting
})

it('an outage costs what the core spends on it, and no more', async () => {
  const { bando, clock, scheduler, requests } = setUp(() => json(503))
  const failed = expect(
    lastValueFrom(fromBando(bando, '/a').pipe(retryWhenOpen(bando, {}, scheduler))),
  ).rejects.toMatchObject({ status: 503 })
  await clock.advance(60_000)
  await failed
  expect(requests).toHaveLength(3)
})

it('gives up after `count`', async () => {
  const { bando, clock, scheduler, requests } = setUp(() => json(429, { 'retry-after': '100' }))
  const failed = expect(
    lastValueFrom(fromBando(bando, '/a').pipe(retryWhenOpen(bando, { count: 2 }, scheduler))),
  ).rejects.toMatchObject({ code: 'limit' })
  await clock.advance(1_000_000)
  await failed
  expect(requests).toHaveLength(3)
})

it.each([
  ['a 404', () => json(404), {}, { status: 404 }],
  ['a 401', () => json(401), {}, { code: 'rejected' }],
  [
    'a wait longer than maxWaitMs',
    () => json(429, { 'retry-after': '3600' }),
    { maxWaitMs: 1000 },
    { code: 'limit' },
  ],
])('passes on %s, and does not complete silently', async (_, script, options, expected) => {
  const { bando, scheduler } = setUp(script)
  const asked = lastValueFrom(fromBando(bando, '/a').pipe(retryWhenOpen(bando, options, scheduler)))
  await expect(asked).rejects.toMatchObject(expected)
})

it('passes on what is not of the API', async () => {
  const { bando } = setUp(() => json())
  const mine = defer(() => Promise.reject(new Error('mine')))
  await expect(lastValueFrom(mine.pipe(retryWhenOpen(bando)))).rejects.toThrow('mine')
})

it.each([
  [{ count: -1 }, 'count: needs a number of at least 0. Found "-1".'],
  [{ maxWaitMs: Number.NaN }, 'maxWaitMs: needs a number of at least 0. Found "NaN".'],
])('%o is a mistake', (options, message) => {
  const { bando } = setUp(() => json())
  expect(() => retryWhenOpen(bando, options)).toThrow(message)
})

it.each([40, 400])('waits %d days, longer than one timer can, and sends one request', async (days) => {
  const { bando, clock, scheduler, requests } = setUp(() => json(), {
    anonymousLimit: { requests: 1, windowMs: days * dayMs },
  })
  await bando.get('/first')
  const answered = vi.fn<() => void>()
  fromBando(bando, '/a')
    .pipe(retryWhenOpen(bando, {}, scheduler))
    .subscribe(answered)
  await clock.advance(days * dayMs)
  expect(requests).toHaveLength(1)
  await clock.advance((days * dayMs) / 10)
  expect(answered).toHaveBeenCalledOnce()
  expect(requests).toHaveLength(2)
})

it('gives up after maxWaitMs, even if it exceeds the longest delay of a timer', async () => {
  const { bando, clock, scheduler } = setUp(never, { token: 'bando_x', maxWaiting: 1 })
  const first = fromBando(bando, '/first', { timeoutMs: 80 * dayMs }).subscribe()
  first.add(fromBando(bando, '/second', { maxWaitMs: Infinity }).subscribe())
  const failed = vi.fn<(error: unknown) => void>()
  fromBando(bando, '/third', { maxWaitMs: Infinity })
    .pipe(retryWhenOpen(bando, { maxWaitMs: 30 * dayMs }, scheduler))
    .subscribe({ error: failed })
  await clock.advance(30 * dayMs - 1)
  expect(failed).not.toHaveBeenCalled()
  await clock.advance(1)
  expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'limit' }))
  first.unsubscribe()
})

it('passes the error on when the client is closed while it waits', async () => {
  const { bando, clock, scheduler } = setUp(never, { token: 'bando_x', maxWaiting: 1 })
  const others = fromBando(bando, '/first').subscribe({ error() {} })
  others.add(fromBando(bando, '/second', { maxWaitMs: Infinity }).subscribe({ error() {} }))
  const failed = vi.fn<(error: unknown) => void>()
  fromBando(bando, '/third', { maxWaitMs: Infinity })
    .pipe(retryWhenOpen(bando, {}, scheduler))
    .subscribe({ error: failed })
  await clock.advance(0)
  await bando.close()
  expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'limit' }))
})
