import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { failure, json, setUp } from './call/setUp.testing.ts'
import type { BandoOptions } from './index.ts'
import { createBando, memoryStore } from './index.ts'
import { ManualClock, scriptedTransport } from './testing/index.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** Makes clients of one process, which share an origin. */
function setUpClients(options: BandoOptions = {}) {
  const clock = new ManualClock()
  const fetch = scriptedTransport(() => json({}))
  const shared = { clock, fetch, store: memoryStore(), logger: quiet, random: () => 0.5, ...options }
  const start = (own: BandoOptions) => {
    const bando = createBando({ ...shared, ...own })
    onTestFinished(() => bando.close())
    return bando
  }
  const tokens = (): (string | null)[] => fetch.requests.map(({ headers }) => headers.get('authorization'))
  return { clock, start, tokens }
}

it.each([
  [undefined, 'bando_other', 'Bearer bando_other'],
  ['bando_good', 'bando_other', 'Bearer bando_other'],
  ['bando_good', undefined, null],
])('goes on from the token %s with %s', async (token, next, authorization) => {
  const { bando, requests } = setUp(() => json({}), { token })
  bando.setToken(next)
  await bando.get('/a')
  expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual([authorization])
})

it('keeps the permits that are held, also if calls were anonymous in between', async () => {
  const { bando } = setUp(() => json({}))
  await bando.get('/a')
  bando.setToken('bando_second')
  expect(bando.state.limit.remaining).toBe(99)
  bando.setToken(undefined)
  expect(bando.state.limit.remaining).toBe(60)
  bando.setToken('bando_third')
  expect(bando.state.limit.remaining).toBe(99)
})

it('sends a token again that was rejected, since its owner insists', async () => {
  const { bando, requests } = setUp((_, index) => json({}, index === 0 ? 401 : 200))
  await failure(bando.get('/a'))
  expect(await failure(bando.get('/a'))).toMatchObject({ code: 'rejected', sent: false })
  bando.setToken('bando_good')
  expect(await bando.get('/a')).toMatchObject({ status: 200 })
  expect(requests).toHaveLength(2)
})

it('does not send a token again that was rejected if only its source gives it again', async () => {
  const tokens = ['bando_1', 'bando_2', 'bando_1']
  let asked = 0
  const { bando, clock, requests } = setUp(() => json({}, 401), {
    token: () => tokens[asked++] ?? 'bando_1',
  })
  const failed = failure(bando.get('/a'))
  await clock.advance(0)
  expect(await failed).toMatchObject({ code: 'rejected' })
  const again = failure(bando.get('/b'))
  await clock.advance(0)
  expect(await again).toMatchObject({ code: 'rejected' })
  expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual([
    'Bearer bando_1',
    'Bearer bando_2',
  ])
})

it('takes along the calls that wait, and none of another client', async () => {
  const limit = { requests: 2, windowMs: 3_600_000 }
  const { clock, start, tokens } = setUpClients({ limit, maxWaitMs: Infinity })
  const [one, two] = [start({ token: 'bando_a' }), start({ token: 'bando_a' })]
  start({ token: 'bando_b' })
  await one.get('/first')
  await one.get('/second')
  const calls = [one.get('/third'), two.get('/fourth')]
  await clock.advance(1000)
  one.setToken('bando_b')
  await clock.advance(1000)
  expect(tokens()).toEqual(['Bearer bando_a', 'Bearer bando_a', 'Bearer bando_b'])
  await clock.advance(3_600_000)
  await Promise.all(calls)
  expect(tokens().at(-1)).toBe('Bearer bando_a')
})

it('takes along the calls that wait, also if calls were anonymous in between, but none that was made without a token', async () => {
  const limit = { requests: 1, windowMs: 10_000 }
  const options = { token: undefined, limit, anonymousLimit: limit, maxWaitMs: Infinity }
  const { bando, clock, requests } = setUp(() => json({}), options)
  await bando.get('/free')
  bando.setToken('bando_good')
  await bando.get('/first')
  const controller = new AbortController()
  const aborted = failure(bando.get('/aborted', { signal: controller.signal }))
  const kept = bando.get('/kept')
  bando.setToken(undefined)
  const free = bando.get('/free')
  expect(bando.state.queue.waiting).toBe(3)
  bando.setToken('bando_good')
  expect(bando.state.queue.waiting).toBe(2)
  controller.abort(new Error('the user left'))
  expect(bando.state.queue.waiting).toBe(1)
  await aborted
  await clock.advance(10_100)
  await Promise.all([kept, free])
  const sent = requests.map(({ url, headers }) => [url.pathname, headers.get('authorization')])
  expect(sent.slice(0, 2)).toEqual([
    ['/free', null],
    ['/first', 'Bearer bando_good'],
  ])
  expect(sent.slice(2)).toEqual(
    expect.arrayContaining([
      ['/free', null],
      ['/kept', 'Bearer bando_good'],
    ]),
  )
})

it('sends the calls that wait at once if the account of the new token has permits left', async () => {
  const limit = { requests: 1, windowMs: 3_600_000 }
  const { clock, start, tokens } = setUpClients({ limit, maxWaitMs: Infinity })
  const one = start({ token: 'bando_a' })
  start({ token: 'bando_b' })
  await one.get('/first')
  const call = one.get('/second')
  await clock.advance(1000)
  expect(tokens()).toEqual(['Bearer bando_a'])
  one.setToken('bando_b')
  await clock.advance(0)
  await call
  expect(tokens()).toEqual(['Bearer bando_a', 'Bearer bando_b'])
})

it('holds the clients of the token to the strictest limit, with a warning', () => {
  const warn = vi.fn<(message: string) => void>()
  const { start } = setUpClients()
  const one = start({ token: 'bando_a', limit: { requests: 50, windowMs: 1000 } })
  const two = start({
    token: 'bando_b',
    limit: { requests: 20, windowMs: 1000 },
    logger: { ...quiet, warn },
  })
  expect(one.state.limit.requests).toBe(50)
  two.setToken('bando_a')
  expect(one.state.limit.requests).toBe(20)
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/^Clients of the same Bando account differ in limit: the strictest holds/)],
  ])
})

it('does not warn again of an account whose limit the client has joined', () => {
  const warn = vi.fn<(message: string) => void>()
  const { start } = setUpClients({ logger: { ...quiet, warn } })
  start({ token: 'bando_a', limit: { requests: 50, windowMs: 1000 } })
  const two = start({ token: 'bando_a', limit: { requests: 20, windowMs: 1000 } })
  expect(warn).toHaveBeenCalledOnce()
  two.setToken('bando_next')
  expect(warn).toHaveBeenCalledOnce()
})

describe('a listener of the state', () => {
  it('hears of another token', async () => {
    const { bando, clock } = setUp(() => json({}))
    await bando.get('/a')
    const statuses: string[] = []
    onTestFinished(bando.subscribe(() => statuses.push(bando.state.auth.status)))
    bando.setToken('bando_other')
    await clock.advance(0)
    expect(statuses).toEqual(['unverified'])
  })

  it('hears what other clients do with the account of the new token', async () => {
    const { clock, start } = setUpClients()
    const [one, two] = [start({ token: 'bando_a' }), start({ token: 'bando_b' })]
    const remaining: number[] = []
    onTestFinished(one.subscribe(() => remaining.push(one.state.limit.remaining)))
    one.setToken('bando_b')
    await clock.advance(0)
    await two.get('/a')
    await clock.advance(0)
    expect(remaining.at(-1)).toBe(99)
  })
})

describe('a token that cannot be used', () => {
  it('is refused in a page, and the client keeps the one before', async () => {
    const { bando, requests } = setUp(() => json({}))
    vi.stubGlobal('window', {})
    vi.stubGlobal('document', {})
    try {
      expect(() => bando.setToken('bando_visible')).toThrow(/^token: a token in a browser can be read/)
    } finally {
      vi.unstubAllGlobals()
    }
    await bando.get('/a')
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer bando_good')
  })
})
