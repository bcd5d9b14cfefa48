import { expect, it, vi } from 'vitest'
import { failure, json } from '../call/setUp.testing.ts'
import { ManualClock } from '../testing/index.ts'
import { instrumented } from './instrumented.testing.ts'

const server = { 'server.address': 'api.bando.cool', 'server.port': 443 }

it.each([
  ['http.client.request.duration', 's', 'Duration of HTTP client requests.'],
  ['bando.client.wait.duration', 's', 'How long requests waited for the budget.'],
  ['bando.client.limit', '{request}', 'Requests allowed in a window.'],
  ['bando.client.remaining', '{request}', 'Requests left now.'],
  ['bando.client.waiting', '{request}', 'Calls waiting for the budget.'],
])('the metric %s is in %s, and is described', async (name, unit, description) => {
  const { bando, metric } = instrumented(() => json({}))
  await bando.get('/coolness')
  expect((await metric(name))?.descriptor).toMatchObject({ unit, description })
})

it.each([
  [
    'http.client.request.duration',
    'the semantic conventions advise',
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  ],
  ['bando.client.wait.duration', 'fit waits of up to an hour', [0.1, 1, 5, 10, 30, 60, 300, 600, 1800, 3600]],
])('%s has buckets that %s', async (name, _, boundaries) => {
  vi.resetModules()
  const copy = await import('./instrumentBando.ts')
  const { bando, measured } = instrumented(() => json({}), {}, { instrument: copy.instrumentBando })
  await bando.get('/coolness')
  expect(await measured(name)).toMatchObject([{ value: { buckets: { boundaries } } }])
})

it('measures the time from a request to its response in seconds', async () => {
  const clock = new ManualClock()
  const slow = (): Promise<Response> =>
    new Promise((resolve) => void clock.schedule(() => resolve(json({})), 250))
  const { bando, measured } = instrumented(slow, {}, { client: { clock } })
  const call = bando.get('/coolness')
  await clock.advance(250)
  await call
  expect(await measured('http.client.request.duration')).toMatchObject([{ value: { count: 1, sum: 0.25 } }])
})

it('measures the time from a request to its failure in seconds', async () => {
  const { bando, clock, measured } = instrumented(
    () => new Promise(() => {}),
    {},
    { client: { timeoutMs: 4000, retry: { attempts: 1 } } },
  )
  const failed = failure(bando.get('/coolness'))
  await clock.advance(4000)
  await failed
  expect(await measured('http.client.request.duration')).toMatchObject([
    { attributes: { 'error.type': 'noResponse' }, value: { count: 1, sum: 4 } },
  ])
})

it('adds the attributes of the application to every metric', async () => {
  const own = { 'bando.account': 'mine' }
  const { bando, measured } = instrumented(() => json({}), { attributes: own })
  await bando.get('/coolness')
  for (const name of ['bando.client.wait.duration', 'bando.client.limit'])
    expect(await measured(name)).toMatchObject([{ attributes: { ...own, ...server } }])
  expect(await measured('http.client.request.duration')).toMatchObject([
    { attributes: { ...own, ...server, 'http.request.method': 'GET' } },
  ])
})

it('counts the calls that wait when metrics are collected', async () => {
  const { bando, clock, measured } = instrumented(
    () => json({}),
    {},
    { client: { limit: { requests: 1, windowMs: 1000 } } },
  )
  await bando.get('/a')
  const waiting = [bando.get('/b'), bando.get('/c')]
  expect(await measured('bando.client.waiting')).toMatchObject([{ value: 2 }])
  expect(await measured('bando.client.remaining')).toMatchObject([{ value: 0 }])
  expect(await measured('bando.client.limit')).toMatchObject([{ value: 1 }])
  await clock.advance(3000)
  await Promise.all(waiting)
  expect(await measured('bando.client.waiting')).toMatchObject([{ value: 0 }])
})
