import { EMPTY, from, lastValueFrom, of, range, toArray } from 'rxjs'
import { expect, it } from 'vitest'
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
      // A call waits as long as it takes, though the client's own default is not to wait at all.
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
  // The first request of all goes alone, whoever asks.
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
  const { bando, clock, requests } = setUp(({ url }) => (url.pathname === '/0' ? never() : json()))
  await bando.get('/first')
  const subscription = range(0, 50)
    .pipe(mapToBando(bando, (id) => `/${id}`))
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
  const all = range(0, 9).pipe(mapToBando(bando, (id) => `/${id}`, { ordered }))
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

it.each([0, 1.5, Infinity, Number.NaN])('a concurrency of %d is a mistake', (concurrency) => {
  const { bando } = setUp(() => json())
  expect(() => mapToBando(bando, String, { concurrency })).toThrow(
    `concurrency: needs a whole number of at least 1. Found ${concurrency}.`,
  )
})
