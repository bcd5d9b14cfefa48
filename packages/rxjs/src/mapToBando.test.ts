import type { BandoResponse } from '@bando/core'
import type { ManualClock } from '@bando/core/testing'
import type { Subscription } from 'rxjs'
import {
  EMPTY,
  from,
  lastValueFrom,
  Observable,
  of,
  range,
  ReplaySubject,
  Subject,
  takeUntil,
  toArray,
} from 'rxjs'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import type { Overflow } from './EachOptions.ts'
import { mapToBando } from './mapToBando.ts'
import { after, json, never, setUp } from './setUp.testing.ts'

it.each([
  { concurrency: 1, ordered: true },
  { concurrency: 3, ordered: true },
  { concurrency: 3, ordered: false },
])(
  'makes no more than $concurrency calls at a time, ordered: $ordered, and none is refused',
  async (options) => {
    let underWay = 0
    let most = 0
    const { bando, clock } = setUp(
      async () => {
        underWay += 1
        most = Math.max(most, underWay)
        await after(clock, 10)
        underWay -= 1
        return json()
      },
      // A call waits without a limit, although the client's own default is not to wait.
      { anonymousLimit: { requests: 5, windowMs: 1000 }, maxWaitMs: 0 },
    )
    const calls: number[] = []
    const all = lastValueFrom(
      range(1, 20).pipe(
        mapToBando(bando, (id) => ({ path: '/coolness', query: { id } }), options),
        toArray(),
      ),
    )
    bando.subscribe(() => calls.push(bando.state.queue.waiting + bando.state.limit.inFlight))
    await clock.advance(10_000)
    expect(await all).toHaveLength(20)
    expect(most).toBe(options.concurrency)
    expect(Math.max(...calls)).toBe(options.concurrency)
  },
)

it.each([
  [true, ['0', '1', '2', '3']],
  [false, ['1', '2', '3', '0']],
])('ordered: %s', async (ordered, expected) => {
  const { bando, clock } = setUp(async ({ url }) => {
    const id = url.searchParams.get('id')
    if (id === '0') await after(clock, 1000)
    return Response.json(id)
  })
  // The very first request is sent alone.
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

it('holds no more early results than its concurrency', async () => {
  const { bando, clock, requests } = setUp(({ url }) => (url.pathname === '/0' ? never() : json()))
  await bando.get('/first')
  const subscription = range(0, 50)
    .pipe(mapToBando(bando, (id) => `/${id}`, { concurrency: 4 }))
    .subscribe()
  await clock.advance(1000)
  expect(requests).toHaveLength(5)
  subscription.unsubscribe()
})

it.each([true, false])('ends with the first error and aborts the rest, ordered: %s', async (ordered) => {
  const { bando, clock, requests } = setUp(({ url }) => {
    if (url.pathname === '/first') return json()
    return url.pathname === '/1' ? json(404) : never()
  })
  await bando.get('/first')
  const all = range(0, 9).pipe(mapToBando(bando, (id) => `/${id}`, { ordered, concurrency: 4 }))
  const failed = expect(lastValueFrom(all)).rejects.toMatchObject({ status: 404 })
  await clock.advance(0)
  await failed
  await clock.advance(0)
  expect(requests).toHaveLength(5)
  expect(requests.filter(({ signal }) => signal?.aborted)).toHaveLength(3)
  expect(bando.state.queue.waiting).toBe(0)
})

it.each([true, false])('an error in `project` is an error of the stream, ordered: %s', async (ordered) => {
  const { bando } = setUp(() => json())
  const project = (): string => {
    throw new Error('mine')
  }
  await expect(lastValueFrom(of(1).pipe(mapToBando(bando, project, { ordered })))).rejects.toThrow('mine')
})

it.each([true, false])(
  'catchEach stands in for what failed, or leaves it out, ordered: %s',
  async (ordered) => {
    const { bando } = setUp(({ url }) => (/[12]$/.test(url.pathname) ? json(404) : json()))
    const all = range(0, 4).pipe(
      mapToBando(bando, (id) => `/${id}`, { ordered, catchEach: (_, id) => (id === 1 ? of('none') : EMPTY) }),
      toArray(),
    )
    const shown = (await lastValueFrom(all)).map((each) => (typeof each === 'string' ? each : each.status))
    expect(shown.map(String).sort()).toEqual(['200', '200', 'none'])
    if (ordered) expect(shown).toEqual([200, 'none', 200])
  },
)

it('can be subscribed again', async () => {
  const { bando } = setUp(() => json())
  const all = range(0, 3).pipe(
    mapToBando(bando, (id) => `/${id}`),
    toArray(),
  )
  expect(await lastValueFrom(all)).toHaveLength(3)
  expect(await lastValueFrom(all)).toHaveLength(3)
})

it.each([0, -1, Number.NaN])('refuses a concurrency of %d', (concurrency) => {
  const { bando } = setUp(() => json())
  expect(() => of(1).pipe(mapToBando(bando, String, { concurrency }))).toThrow(
    `concurrency: needs a number of at least 1. Found "${concurrency}".`,
  )
})

it.each([true, false])(
  'with a spent budget, ten thousand values make one request, ordered: %s',
  async (ordered) => {
    const { bando, clock, requests } = setUp(() => json(), {
      anonymousLimit: { requests: 3, windowMs: 3_600_000 },
    })
    let projected = 0
    const project = (id: number): string => {
      projected += 1
      return `/${id}`
    }
    const subscription = range(0, 10_000)
      .pipe(mapToBando(bando, project, { ordered }))
      .subscribe()
    await clock.advance(1000)
    expect(requests).toHaveLength(3)
    expect(projected).toBe(4)
    expect(bando.state.queue.waiting).toBe(1)
    subscription.unsubscribe()
    expect(bando.state.queue.waiting).toBe(0)
  },
)

it('takes as many values at once as the budget allows', async () => {
  const { bando, clock } = setUp(({ url }) => (url.pathname === '/first' ? json() : never()), {
    anonymousLimit: { requests: 50, windowMs: 3_600_000 },
  })
  await bando.get('/first')
  const subscription = range(0, 10_000)
    .pipe(mapToBando(bando, (id) => `/${id}`))
    .subscribe()
  await clock.advance(1000)
  expect(bando.state.limit.inFlight).toBe(49)
  expect(bando.state.queue.waiting).toBe(1)
  subscription.unsubscribe()
})

it('with a token, takes one more than the slots allow', async () => {
  const { bando, clock } = setUp(({ url }) => (url.pathname === '/first' ? json() : never()), {
    token: 'bando_x',
  })
  await bando.get('/first')
  const subscription = range(0, 100)
    .pipe(mapToBando(bando, (id) => `/${id}`))
    .subscribe()
  await clock.advance(1000)
  expect(bando.state.limit.inFlight).toBe(4)
  expect(bando.state.queue.waiting).toBe(1)
  subscription.unsubscribe()
})

it('lets two streams share the budget to the full', async () => {
  const { bando, clock, requests } = setUp(() => json(), { anonymousLimit: { requests: 10, windowMs: 1000 } })
  const stream = (name: string): Subscription =>
    range(0, 1000)
      .pipe(mapToBando(bando, (id) => `/${name}/${id}`))
      .subscribe()
  const both = stream('a')
  both.add(stream('b'))
  await clock.advance(10_500)
  both.unsubscribe()
  expect(requests.length).toBeGreaterThanOrEqual(100)
  const ofA = requests.filter(({ url }) => url.pathname.startsWith('/a')).length
  expect(ofA / requests.length).toBeGreaterThan(0.3)
  expect(ofA / requests.length).toBeLessThan(0.7)
})

it('`select` makes the result of a response and its value', async () => {
  const { bando } = setUp(() => json())
  const select = ({ status }: BandoResponse, id: string, index: number): string => `${id} ${index} ${status}`
  const results$ = from(['a', 'b']).pipe(
    mapToBando(bando, (id) => `/${id}`, { select }),
    toArray(),
  )
  expectTypeOf(results$).toEqualTypeOf<Observable<string[]>>()
  expect(await lastValueFrom(results$)).toEqual(['a 0 200', 'b 1 200'])
})

it('a closed client ends the stream, though each error is caught', async () => {
  const { bando, clock, requests } = setUp(never)
  const failed = vi.fn<(error: unknown) => void>()
  range(0, 1000)
    .pipe(mapToBando(bando, (id) => `/${id}`, { catchEach: () => EMPTY }))
    .subscribe({ error: failed })
  await clock.advance(0)
  await bando.close()
  await clock.advance(0)
  expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'closed' }))
  expect(requests).toHaveLength(1)
})

describe('a source that is faster than the budget', () => {
  const push = (
    overflow: Overflow | undefined,
    buffer?: number,
  ): { seen: unknown[]; source: Subject<string> } => {
    const { bando, clock } = setUp(({ url }) => Response.json(url.pathname.slice(1)), {
      anonymousLimit: { requests: 1, windowMs: 1000 },
    })
    const source = new Subject<string>()
    const seen: unknown[] = []
    source.pipe(mapToBando<string, string>(bando, (id) => `/${id}`, { overflow, buffer })).subscribe({
      next: ({ data }) => seen.push(data),
      error: (error: unknown) => seen.push(error),
      complete: () => seen.push('complete'),
    })
    clocks.set(source, clock)
    return { seen, source }
  }
  const clocks = new WeakMap<object, ManualClock>()
  const burst = async (source: Subject<string>): Promise<void> => {
    // `a` is sent at once.
    for (const id of 'abcdef') source.next(id)
    source.complete()
    await clocks.get(source)?.advance(60_000)
  }

  it.each<[Overflow | undefined, number | undefined, string[]]>([
    [undefined, undefined, ['a', 'b', 'c', 'd', 'e', 'f']],
    ['buffer', undefined, ['a', 'b', 'c', 'd', 'e', 'f']],
    ['drop', 0, ['a']],
    ['drop', 2, ['a', 'b', 'c']],
    ['latest', 0, ['a']],
    ['latest', 1, ['a', 'f']],
    ['latest', 2, ['a', 'e', 'f']],
    ['error', 5, ['a', 'b', 'c', 'd', 'e', 'f']],
  ])('%s, %s', async (overflow, buffer, expected) => {
    const { seen, source } = push(overflow, buffer)
    await burst(source)
    expect(seen).toEqual([...expected, 'complete'])
  })

  it.each([undefined, 'error' as const])('ends past a `buffer` of 2, overflow: %s', async (overflow) => {
    const { seen, source } = push(overflow, 2)
    await burst(source)
    expect(seen).toMatchObject([{ code: 'limit', sent: false, attempts: 0 }])
  })
})

it.each([
  [{ overflow: 'drop' as const }, 'drop'],
  [{ overflow: 'latest' as const, buffer: Infinity }, 'latest'],
  [{ overflow: 'buffer' as const, buffer: 2 }, 'buffer'],
  [{ overflow: 'oldest' as 'drop', buffer: 1 }, 'oldest'],
])('refuses %o', (options, found) => {
  const { bando } = setUp(() => json())
  expect(() => mapToBando(bando, String, options)).toThrow(
    `overflow: needs "drop", "latest" or "error" with \`buffer\`, else "buffer". Found "${found}".`,
  )
})

it.each([-1, Number.NaN])('refuses a buffer of %d', (buffer) => {
  const { bando } = setUp(() => json())
  expect(() => mapToBando(bando, String, { buffer })).toThrow(
    `buffer: needs a number of at least 0. Found "${buffer}".`,
  )
})

it('passes on an error of the source, and cancels what is under way', async () => {
  const { bando, clock, requests } = setUp(never)
  const source = new Subject<string>()
  const failed = vi.fn<(error: unknown) => void>()
  source.pipe(mapToBando(bando, String)).subscribe({ error: failed })
  source.next('/a')
  await clock.advance(0)
  source.error(new Error('mine'))
  expect(failed).toHaveBeenCalledExactlyOnceWith(new Error('mine'))
  expect(source.observed).toBe(false)
  expect(requests.map(({ signal }) => signal?.aborted)).toEqual([true])
})

it.each([true, false])('takes values that its results push, ordered: %s', async (ordered) => {
  const { bando, clock } = setUp(({ url }) => Response.json(url.pathname.slice(1)))
  const source = new Subject<number>()
  const seen: number[] = []
  source
    .pipe(mapToBando<number, string>(bando, (id) => `/${id}`, { ordered, concurrency: 2 }))
    .subscribe(({ data }) => {
      seen.push(Number(data))
      if (Number(data) < 50) source.next(Number(data) + 1)
      else source.complete()
    })
  source.next(0)
  await clock.advance(10)
  expect(seen).toEqual(Array.from({ length: 51 }, (_, id) => id))
})

it('emits in order what a receiver of an earlier result completes', async () => {
  const { bando, clock } = setUp(({ url }) => (url.pathname === '/1' ? json(404) : json()))
  const held = new ReplaySubject<string>()
  const seen: unknown[] = []
  range(0, 3)
    .pipe(mapToBando(bando, (id) => `/${id}`, { catchEach: () => held, select: (_, id) => id }))
    .subscribe({
      complete: () => seen.push('complete'),
      next(result) {
        seen.push(result)
        if (result === 0) for (const value of ['a', 'b']) held.next(value)
      },
    })
  await clock.advance(10)
  expect(seen).toEqual([0])
  held.complete()
  expect(seen).toEqual([0, 'a', 'b', 2, 'complete'])
})

it('emits at once what a receiver of a later result completes, if unordered', async () => {
  const { bando, clock } = setUp(({ url }) => (url.pathname === '/0' ? json(404) : json()))
  const held = new ReplaySubject<string>()
  const seen: unknown[] = []
  const options = { ordered: false, catchEach: () => held, select: (_: unknown, id: number) => id }
  range(0, 2)
    .pipe(mapToBando(bando, (id) => `/${id}`, options))
    .subscribe({
      complete: () => seen.push('complete'),
      next(result) {
        seen.push(result)
        held.next('a')
        held.complete()
      },
    })
  await clock.advance(10)
  expect(seen).toEqual([1, 'a', 'complete'])
})

it('emits in order though a receiver of the first of two results causes a change', async () => {
  const { bando, clock } = setUp(async ({ url }) => {
    if (url.pathname !== '/0') return json()
    await after(clock, 100)
    return json(404)
  })
  // The very first request is sent alone.
  await bando.get('/first')
  const source = new Subject<number>()
  const seen: unknown[] = []
  const options = { catchEach: () => of('a', 'b'), select: (_: unknown, id: number) => id }
  source.pipe(mapToBando(bando, (id) => `/${id}`, options)).subscribe((result) => {
    seen.push(result)
    if (result !== 'a') return
    source.next(2)
    source.complete()
  })
  source.next(0)
  source.next(1)
  await clock.advance(200)
  expect(seen).toEqual(['a', 'b', 1, 2])
})

it.each<[Overflow | undefined, number | undefined]>([
  ['error', 2],
  ['drop', 2],
  ['latest', 0],
  [undefined, undefined],
])('stops an endless synchronous source: overflow %s, buffer %s', async (overflow, buffer) => {
  const { bando, clock } = setUp(() => json())
  let pushed = 0
  const source = new Observable<number>((subscriber) => {
    while (!subscriber.closed && pushed < 1e6) subscriber.next(pushed++)
  })
  const stop = new Subject<void>()
  const ended = vi.fn<(error?: unknown) => void>()
  source
    .pipe(
      mapToBando(
        bando,
        (id) => {
          // Called while the source pushes.
          if (overflow !== 'error') stop.next()
          return `/${id}`
        },
        { overflow, buffer },
      ),
      takeUntil(stop),
    )
    .subscribe({ error: ended, complete: ended })
  await clock.advance(10)
  expect(ended).toHaveBeenCalledOnce()
  expect(pushed).toBeLessThan(10)
})

it.each([true, false])('does not overflow the stack with early answers, ordered: %s', async (ordered) => {
  const release: (() => void)[] = []
  const { bando, clock } = setUp(
    ({ url }) =>
      url.pathname === '/0' ? new Promise((resolve) => release.push(() => resolve(json()))) : json(),
    { anonymousLimit: { requests: 2000, windowMs: 1000 } },
  )
  await bando.get('/first')
  const all = lastValueFrom(
    range(0, 1000).pipe(
      mapToBando(bando, (id) => `/${id}`, { ordered, concurrency: 2000 }),
      toArray(),
    ),
  )
  await clock.advance(0)
  release[0]?.()
  expect(await all).toHaveLength(1000)
})
