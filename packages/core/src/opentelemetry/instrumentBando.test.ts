import { context, metrics, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import * as conventions from '@opentelemetry/semantic-conventions'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { failure, heldBack, json, setUp } from '../call/setUp.testing.ts'
import { exporters, instrumented } from './instrumented.testing.ts'
import { instrumentBando } from './index.ts'

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()))
afterAll(() => context.disable())

const server = { [conventions.ATTR_SERVER_ADDRESS]: 'api.bando.cool', [conventions.ATTR_SERVER_PORT]: 443 }
const asked = { [conventions.ATTR_HTTP_REQUEST_METHOD]: 'GET', ...server }

it('records a span for each request, by the semantic conventions', async () => {
  const { bando, clock, finished } = instrumented((_, index) => json({}, index === 0 ? 503 : 200))
  const done = bando.get('/coolness', { query: { secret: 1 } })
  await clock.advance(0)
  await done
  expect(
    finished().map(({ name, kind, attributes, status }) => ({ name, kind, attributes, status })),
  ).toEqual([
    {
      name: 'GET',
      kind: 2,
      attributes: {
        ...asked,
        [conventions.ATTR_URL_FULL]: 'https://api.bando.cool/coolness',
        [conventions.ATTR_HTTP_RESPONSE_STATUS_CODE]: 503,
        [conventions.ATTR_ERROR_TYPE]: '503',
        'bando.wait.duration': 0,
      },
      status: { code: 2 },
    },
    {
      name: 'GET',
      kind: 2,
      attributes: {
        ...asked,
        [conventions.ATTR_URL_FULL]: 'https://api.bando.cool/coolness',
        [conventions.ATTR_HTTP_RESPONSE_STATUS_CODE]: 200,
        [conventions.ATTR_HTTP_REQUEST_RESEND_COUNT]: 1,
        'bando.wait.duration': 0,
      },
      status: { code: 0 },
    },
  ])
})

it('makes a span the child of what was active where the call was made', async () => {
  const { bando, tracer, finished } = instrumented(() => json({}))
  await tracer.startActiveSpan('mine', async (mine) => {
    await Promise.all([bando.get('/a'), bando.get('/b')])
    mine.end()
  })
  const [first, second, mine] = finished()
  expect([first, second].map((span) => span?.parentSpanContext?.spanId)).toEqual(
    Array.from({ length: 2 }, () => mine?.spanContext().spanId),
  )
  expect(trace.getActiveSpan()).toBeUndefined()
})

it('ends the span of a request without a response, and says so', async () => {
  const { bando, clock, finished } = instrumented(() => {
    throw new TypeError('fetch failed')
  })
  const failed = failure(bando.get('/coolness'))
  await clock.advance(0)
  await failed
  expect(finished().map(({ attributes }) => attributes[conventions.ATTR_ERROR_TYPE])).toEqual([
    'noResponse',
    'noResponse',
  ])
})

it('tells what was never sent from what was not answered', async () => {
  const { bando, clock, measured } = instrumented(() => {
    throw new TypeError('fetch failed', {
      cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
    })
  })
  const failed = failure(bando.get('/coolness'))
  await clock.advance(0)
  await failed
  expect(await measured('http.client.request.duration')).toMatchObject([
    { attributes: { ...asked, [conventions.ATTR_ERROR_TYPE]: 'unsent' }, value: { count: 2 } },
  ])
})

it('measures how long requests take and wait, in seconds', async () => {
  const { bando, clock, measured } = instrumented(() =>
    json({}, 200, { 'ratelimit-policy': '"hour";q=1;w=10', ratelimit: '"hour";r=0;t=10' }),
  )
  await bando.get('/coolness')
  const second = bando.get('/coolness')
  await clock.advance(11_000)
  await second
  const ok = { ...asked, [conventions.ATTR_HTTP_RESPONSE_STATUS_CODE]: 200 }
  expect(await measured(conventions.METRIC_HTTP_CLIENT_REQUEST_DURATION)).toMatchObject([
    { attributes: ok, value: { count: 2, sum: 0 } },
  ])
  expect(await measured('bando.client.wait.duration')).toMatchObject([
    { attributes: server, value: { count: 2, max: expect.closeTo(10.5, 0) } },
  ])
})

it('shows the budget whenever metrics are collected', async () => {
  const { bando, measured } = instrumented(() => json({}), { attributes: { 'bando.account': 'mine' } })
  await bando.get('/coolness')
  const attributes = { ...server, 'bando.account': 'mine' }
  expect(await measured('bando.client.limit')).toMatchObject([{ attributes, value: 100 }])
  expect(await measured('bando.client.remaining')).toMatchObject([{ attributes, value: 99 }])
  expect(await measured('bando.client.waiting')).toMatchObject([{ attributes, value: 0 }])
})

it('records no spans where the transport has its own', async () => {
  const { bando, finished, measured } = instrumented(() => json({}), { spans: false })
  await bando.get('/coolness')
  expect(finished()).toEqual([])
  expect(await measured('http.client.request.duration')).toHaveLength(1)
})

it('ends what is open when it stops, and records nothing more', async () => {
  const { promise, release } = heldBack()
  const { bando, clock, stop, finished, measured } = instrumented((_, index) =>
    index === 0 ? promise : json({}),
  )
  const done = bando.get('/coolness')
  await clock.advance(0)
  stop()
  expect(finished()).toHaveLength(1)
  release()
  await done
  await bando.get('/coolness')
  expect(finished()).toHaveLength(1)
  expect(await measured('bando.client.remaining')).toEqual([])
})

it('never holds the token', async () => {
  const { bando, finished } = instrumented(() => json({}))
  await bando.get('/coolness')
  expect(
    JSON.stringify(finished().map(({ attributes, events, name }) => ({ attributes, events, name }))),
  ).not.toContain('bando_good')
})

it('names the package as what records the spans and metrics', async () => {
  vi.resetModules()
  const copy = await import('./instrumentBando.ts')
  const { bando, finished, scopes } = instrumented(() => json({}), {}, { instrument: copy.instrumentBando })
  await bando.get('/coolness')
  expect(finished().map(({ instrumentationScope }) => instrumentationScope.name)).toEqual(['@bando/core'])
  expect(await scopes()).toEqual(['@bando/core'])
})

it('uses the global providers if it is given none', async () => {
  const { tracerProvider, meterProvider, finished, metric } = exporters()
  trace.setGlobalTracerProvider(tracerProvider)
  metrics.setGlobalMeterProvider(meterProvider)
  onTestFinished(() => {
    trace.disable()
    metrics.disable()
  })
  const { bando } = setUp(() => json({}))
  onTestFinished(instrumentBando(bando))
  await bando.get('/coolness')
  expect(finished()).toHaveLength(1)
  expect((await metric('http.client.request.duration'))?.dataPoints).toHaveLength(1)
})
