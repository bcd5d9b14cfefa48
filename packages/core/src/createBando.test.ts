import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createBando, isBandoError, memoryStore } from './index.ts'
import { ManualClock, scriptedTransport } from './testing/index.ts'
import { json, setUp } from './call/setUp.testing.ts'

describe('options', () => {
  it.each([
    [
      { limit: { requests: 0, windowMs: 1000 } },
      'limit.requests: needs a whole number of at least 1. Found 0.',
    ],
    [
      { limit: { requests: 1, windowMs: Number.NaN } },
      'limit.windowMs: needs milliseconds, at least 1. Found NaN.',
    ],
    [{ burstShare: 2 }, 'burstShare: needs a number from 0 to 1. Found 2.'],
    [{ reserve: 1 }, 'reserve: needs a number from 0 to below 1. Found 1.'],
    [{ timeoutMs: Infinity }, 'timeoutMs: needs milliseconds, at least 1. Found Infinity.'],
    [
      { whenLocked: 'later' as 'wait' },
      `whenLocked: needs one of 'fail', 'wait', 'anonymous'. Found "later".`,
    ],
    [
      { baseUrl: 'api.bando.cool' },
      'baseUrl: needs an absolute URL, such as https://api.bando.cool. Found "api.bando.cool".',
    ],
    [
      { store: '/var/lib/bando' as unknown as undefined },
      'store: needs memoryStore(), fileStore(folder), webStore() or another SharedStore. Found "/var/lib/bando".',
    ],
    [{ headers: { Authorization: 'x' } }, /leave `Authorization` out/],
    [{ token: 'Bearer abc' }, /begins with "Bearer "/],
    [{ token: '<bando_api_token>' }, /a placeholder that was left in/],
  ])('%o is refused with what is wrong', (options, message) => {
    expect(() => createBando(options)).toThrow(message)
    try {
      createBando(options)
    } catch (error) {
      expect(isBandoError(error, 'config')).toBe(true)
    }
  })

  it('are read, and never written to', async () => {
    const options = Object.freeze({
      token: 'bando_x',
      headers: Object.freeze({ 'x-y': '1' }),
      store: memoryStore(),
    })
    await createBando(options).close()
  })
})

describe('clients of one account', () => {
  it('in one process share one budget and one credential status, and apart with a memoryStore of their own', async () => {
    const clock = new ManualClock()
    const fetch = scriptedTransport(() => json({}))
    const options = { token: 'bando_shared', clock, fetch }
    const [one, two, apart] = [
      createBando(options),
      createBando(options),
      createBando({ ...options, store: memoryStore() }),
    ]
    await one.get('/a')
    expect(two.state).toMatchObject({ auth: { status: 'verified' }, limit: { remaining: 99 } })
    expect(apart.state).toMatchObject({ auth: { status: 'unverified' }, limit: { remaining: 100 } })
    await Promise.all([one.close(), two.close(), apart.close()])
  })

  it('hold to the strictest terms, with a warning', async () => {
    const clock = new ManualClock()
    const warn = vi.fn()
    const logger = { debug() {}, info() {}, warn, error() {} }
    const store = memoryStore()
    const one = createBando({
      token: 'bando_x',
      clock,
      store,
      logger,
      limit: { requests: 50, windowMs: 1000 },
    })
    const two = createBando({
      token: 'bando_x',
      clock,
      store,
      logger,
      limit: { requests: 20, windowMs: 1000 },
      maxInFlight: 2,
    })
    expect(one.state.limit.requests).toBe(20)
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringMatching(/^Clients of the same Bando origin differ in maxInFlight: the strictest holds/),
      expect.stringMatching(/^Clients of the same Bando account differ in limit: the strictest holds/),
    ])
    await Promise.all([one.close(), two.close()])
  })

  it('remember what is held after they are closed, until it comes free', async () => {
    const clock = new ManualClock()
    const options = { token: 'bando_x', clock, fetch: scriptedTransport(() => json({})) }
    const one = createBando(options)
    await one.get('/a')
    await one.close()
    const two = createBando(options)
    expect(two.state.limit.remaining).toBe(99)
    await two.close()
  })
})

describe('state', () => {
  it('is the same object until something changed, and listeners hear of each change once', async () => {
    const { bando, clock } = setUp(() => json({}), { limit: { requests: 2, windowMs: 10_000 } })
    const before = bando.state
    expect(bando.state).toBe(before)
    const seen: number[] = []
    const stop = bando.subscribe(() => seen.push(bando.state.limit.remaining))
    await bando.get('/a')
    await clock.advance(0)
    expect(seen.at(-1)).toBe(1)
    expect(bando.state).not.toBe(before)
    const after = bando.state
    await clock.advance(10)
    expect(bando.state).toBe(after)
    // A permit that comes free by time alone is told too.
    await clock.advance(10_000)
    expect(seen.at(-1)).toBe(2)
    stop()
    const count = seen.length
    await bando.get('/b')
    await clock.advance(0)
    expect(seen).toHaveLength(count)
  })

  it('is told to a listener that subscribes after all others have left', async () => {
    const { bando, clock } = setUp(() => json({}))
    const stop = bando.subscribe(() => {})
    stop()
    const remaining: number[] = []
    bando.subscribe(() => remaining.push(bando.state.limit.remaining))
    await bando.get('/a')
    await clock.advance(0)
    expect(remaining.at(-1)).toBe(99)
  })

  it('survives a listener that throws', async () => {
    const error = vi.fn()
    const { bando, clock } = setUp(() => json({}), { logger: { debug() {}, info() {}, warn() {}, error } })
    const heard = vi.fn()
    bando.subscribe(() => {
      throw new Error('oops')
    })
    bando.subscribe(heard)
    await bando.get('/a')
    await clock.advance(0)
    expect(heard).toHaveBeenCalled()
    expect(error).toHaveBeenCalled()
  })
})

it('tells through `closed` when it is closed, and why calls end', async () => {
  const { bando } = setUp(() => json({}))
  expect(bando.closed.aborted).toBe(false)
  await bando.close()
  expect(bando.closed.aborted).toBe(true)
  expect(isBandoError(bando.closed.reason, 'closed')).toBe(true)
})

describe('a base URL that is a path', () => {
  it('is of the origin of the page', async () => {
    vi.stubGlobal('location', { href: 'https://shop.example/cart?id=7' })
    onTestFinished(() => void vi.unstubAllGlobals())
    const { bando, requests } = setUp(() => json({}), { baseUrl: '/bando', token: undefined })
    await bando.get('/api/v1/networks/')
    expect(requests[0]?.url.href).toBe('https://shop.example/bando/api/v1/networks/')
  })

  it.each([
    ['without a page', '/bando', undefined],
    ['in a document without an address', '/bando', 'about:blank'],
    ['if it names a host', '//evil.example/bando', 'https://shop.example/'],
    ['if a backslash makes it name a host', '/\\evil.example', 'https://shop.example/'],
  ])('is refused %s', (_, baseUrl, href) => {
    if (href !== undefined) vi.stubGlobal('location', { href })
    onTestFinished(() => void vi.unstubAllGlobals())
    expect(() => createBando({ baseUrl })).toThrow(/^baseUrl: needs an absolute URL/)
  })
})

describe('a token in a page', () => {
  it('is refused, since every visitor could read it', () => {
    vi.stubGlobal('window', {})
    vi.stubGlobal('document', {})
    onTestFinished(() => void vi.unstubAllGlobals())
    expect(() => createBando({ token: 'bando_visible' })).toThrow(/^token: a token in a browser can be read/)
  })
})

it('uses the global fetch if it has no other transport', async () => {
  const fetch = vi.fn(() => Promise.resolve(json({ a: 1 })))
  const bando = createBando({ store: memoryStore() })
  onTestFinished(() => bando.close())
  vi.stubGlobal('fetch', fetch)
  onTestFinished(() => void vi.unstubAllGlobals())
  expect((await bando.get('/a')).data).toEqual({ a: 1 })
  expect(fetch).toHaveBeenCalledExactlyOnceWith(
    'https://api.bando.cool/a',
    expect.objectContaining({ method: 'GET' }),
  )
})

it('shares the budget of tokens of one owner that are given one `account`', async () => {
  const store = memoryStore()
  const clock = new ManualClock()
  const one = setUp(() => json({}), { store, clock, account: 'partner', token: 'bando_a' })
  const two = setUp(() => json({}), { store, clock, account: 'partner', token: 'bando_b' })
  const other = setUp(() => json({}), { store, clock, token: 'bando_c' })
  await one.bando.get('/a')
  expect(two.bando.state.limit.remaining).toBe(99)
  expect(other.bando.state.limit.remaining).toBe(100)
})
