import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import type { BandoEventName } from '../index.ts'
import { createBando } from '../index.ts'
import { failure, heldBack, invalidToken, json, setUp } from './setUp.testing.ts'

const ids = Array.from({ length: 50 }, (_, id) => `/${id}`)

describe('a token', () => {
  it('is proven by one request, while the others wait', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp((_, index) => (index === 0 ? held.promise : json({})))
    const calls = Promise.all(ids.map((id) => bando.get(id)))
    await clock.advance(1000)
    expect(requests).toHaveLength(1)
    held.release()
    await calls
    expect(requests).toHaveLength(50)
  })

  it('that is good has four requests under way, and no more', async () => {
    const { bando, clock, requests } = setUp((_, index) => (index === 0 ? json({}) : new Promise(() => {})))
    await bando.get('/first')
    for (const id of ids) void bando.get(id).catch(() => {})
    await clock.advance(1000)
    expect(requests).toHaveLength(5)
  })

  it('that is rejected costs one request for fifty calls, and is asked about again after a minute, alone', async () => {
    const { bando, clock, requests } = setUp(() => json({}, 401))
    const errors = await Promise.all(ids.map((id) => failure(bando.get(id))))
    expect(errors).toMatchObject(
      ids.map(() => ({ code: 'rejected', status: 401, retryAt: clock.epoch() + 60_000 })),
    )
    expect(requests).toHaveLength(1)
    await clock.advance(59_999)
    await failure(bando.get('/a'))
    expect(requests).toHaveLength(1)
    await clock.advance(1)
    await Promise.all([failure(bando.get('/a')), failure(bando.get('/b'))])
    expect(requests).toHaveLength(2)
  })

  it('that is new, and unknown to the API for some seconds, is good again after a minute, without any action', async () => {
    const { bando, clock } = setUp((_, index) => json({}, index === 0 ? 401 : 200))
    await failure(bando.get('/a'))
    await clock.advance(60_000)
    expect(await bando.get('/a')).toMatchObject({ status: 200 })
    expect(bando.state.auth.status).toBe('verified')
  })

  it('that is replaced while calls wait serves them (a late 401 does not condemn the new one)', async () => {
    const held = heldBack()
    const { bando, clock } = setUp((request) =>
      request.headers.get('authorization') === 'Bearer bando_good' ? held.promise : json({}),
    )
    const calls = Promise.all(ids.map((id) => bando.get(id)))
    await clock.advance(0)
    bando.setToken('bando_better')
    await clock.advance(0)
    held.release(json({}, 401))
    expect(await calls).toHaveLength(50)
    expect(bando.state.auth.status).toBe('verified')
    expect(bando.state.limit.remaining).toBe(49)
  })

  it('from a function is asked for once, however many need it, and again after a 401, once', async () => {
    let asked = 0
    const { bando, requests } = setUp(
      ({ headers }) => json({}, headers.get('authorization') === 'Bearer bando_2' ? 200 : 401),
      {
        token: async () => {
          asked += 1
          return `bando_${asked}`
        },
      },
    )
    await Promise.all(ids.map((id) => bando.get(id)))
    expect(asked).toBe(2)
    expect(requests.filter(({ headers }) => headers.get('authorization') === 'Bearer bando_1')).toHaveLength(
      1,
    )
  })

  it('set as a function does not share the reads of the one before', async () => {
    const held = heldBack()
    const { bando, requests } = setUp((_, index) => (index === 1 ? held.promise : json({})))
    await bando.get('/proof')
    const before = bando.get('/me')
    bando.setToken(() => 'bando_other')
    const after = bando.get('/me')
    held.release()
    await Promise.all([before, after])
    const tokens = requests.slice(1).map(({ headers }) => headers.get('authorization'))
    expect(tokens).toEqual(['Bearer bando_good', 'Bearer bando_other'])
  })

  it('set as a function takes those along who still wait for the one before', async () => {
    let give: (token: string) => void = () => {}
    const { bando, clock, requests } = setUp(() => json({}), {
      token: () => new Promise<string>((resolve) => (give = resolve)),
    })
    const call = bando.get('/me')
    await clock.advance(0)
    bando.setToken(() => Promise.resolve('bando_other'))
    give('bando_first')
    await call
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer bando_other')
  })

  it('set as a function takes those along who wait in the queue', async () => {
    const { bando, clock, requests } = setUp(() => json({}), { limit: { requests: 1, windowMs: 10_000 } })
    await bando.get('/first')
    const call = bando.get('/me')
    await clock.advance(0)
    bando.setToken(() => 'bando_other')
    await clock.advance(11_000)
    await call
    expect(requests[1]?.headers.get('authorization')).toBe('Bearer bando_other')
  })

  it('from a function that gives two rejected ones by turns costs one request each, not one each time', async () => {
    let asked = 0
    const token = (): string => `bando_${asked++ % 2}`
    const { bando, clock, requests } = setUp(() => json({}, 401), { token })
    for (let index = 0; index < 5; index += 1) {
      expect(await failure(bando.get('/a'))).toMatchObject({ code: 'rejected' })
      await clock.advance(11_000)
    }
    expect(requests).toHaveLength(2)
  })

  it.each([
    ['throws', () => Promise.reject(new Error('vault is sealed')), /The token source failed/],
    ['gives nonsense', () => ' ', /gave something that is not a token: The token contains white space/],
    ['hangs', () => new Promise<string>(() => {}), /did not answer within 10000 ms/],
  ])('from a function that %s is a typed error, and nothing is sent', async (_, token, message) => {
    const { bando, clock, requests } = setUp(() => json({}), { token })
    const failed = failure(bando.get('/a'))
    await clock.advance(10_000)
    expect(await failed).toMatchObject({
      code: 'token',
      sent: false,
      message: expect.stringMatching(message),
    })
    expect(requests).toHaveLength(0)
  })
})

describe('a verified token of which four responses in a row are missing', () => {
  it('is sent again 15 s later, and state and error say so', async () => {
    const { bando, clock, requests } = setUp(
      (_, index) => (index === 0 ? json({}) : Promise.reject(new TypeError('fetch failed'))),
      { retry: { attempts: 1 } },
    )
    await bando.get('/first')
    for (const path of ['/1', '/2', '/3', '/4']) await failure(bando.get(path))
    expect(await failure(bando.get('/a', { maxWaitMs: 14_999 }))).toMatchObject({
      code: 'limit',
      reason: 'unconfirmed',
      message: expect.stringContaining('could lock the account'),
      retryAt: clock.epoch() + 15_000,
    })
    const patient = failure(bando.get('/b'))
    await clock.advance(14_999)
    expect(bando.state.queue).toEqual({ waiting: 1, nextAt: clock.epoch() + 1, reason: 'unconfirmed' })
    expect(requests).toHaveLength(5)
    await clock.advance(1)
    await patient
    expect(requests).toHaveLength(6)
  })
})

describe('a lockout', () => {
  const lockout = (): Response =>
    json({ detail: 'Maximum number of login attempts exceeded' }, 403, { 'retry-after': '900' })

  it('is a typed error for every caller, and nothing that authenticates leaves until its time, then one', async () => {
    const { bando, clock, requests } = setUp((_, index) => (index === 0 ? lockout() : json({})))
    expect(await failure(bando.get('/a'))).toMatchObject({ code: 'locked', retryAt: clock.epoch() + 901_000 })
    expect(await failure(bando.get('/b'))).toMatchObject({ code: 'locked', sent: false })
    bando.setToken('bando_other')
    expect(await failure(bando.get('/c'))).toMatchObject({ code: 'locked', sent: false })
    expect(requests).toHaveLength(1)
    await clock.advance(901_000)
    await Promise.all(ids.map((id) => bando.get(id)))
    expect(bando.state.auth.status).toBe('verified')
  })

  it("is waited for with whenLocked: 'wait'", async () => {
    const { bando, clock, requests } = setUp((_, index) => (index === 0 ? lockout() : json({})), {
      whenLocked: 'wait',
      maxWaitMs: Infinity,
    })
    const call = bando.get('/a')
    await clock.advance(900_000)
    expect(requests).toHaveLength(1)
    await clock.advance(1_000)
    expect(await call).toMatchObject({ attempts: 2 })
  })

  it("goes on without the token with whenLocked: 'anonymous'", async () => {
    const { bando, requests } = setUp(
      ({ headers }) => (headers.has('authorization') ? lockout() : json({})),
      {
        whenLocked: 'anonymous',
      },
    )
    await Promise.all(ids.slice(0, 10).map((id) => bando.get(id)))
    expect(requests.filter(({ headers }) => headers.has('authorization'))).toHaveLength(1)
  })
})

describe('what may overrule', () => {
  it('a call that needs the token does not go on without it', async () => {
    const { bando, requests } = setUp(() => json({ detail: 'login attempts exceeded' }, 403), {
      whenLocked: 'anonymous',
    })
    expect(await failure(bando.get('/a', { requireToken: true }))).toMatchObject({ code: 'locked' })
    expect(requests).toHaveLength(1)
  })

  it.each([
    [true, 'locked'],
    [false, 'forbidden'],
  ])('isLockout: %s makes a 403 %s', async (decided, code) => {
    const { bando } = setUp(() => json({}, 403), { isLockout: () => decided })
    expect(await failure(bando.get('/a'))).toMatchObject({ code, reason: 'the option isLockout says so' })
  })

  it('isLockout is told what is known of the credential, and that an anonymous call has none', async () => {
    const isLockout = vi.fn<(evidence: object) => boolean>(() => false)
    const { bando } = setUp(() => json({ detail: 'No.' }, 403), { isLockout, token: undefined })
    await failure(bando.get('/a'))
    expect(isLockout.mock.calls[0]?.[0]).toMatchObject({
      text: '{"detail":"No."}',
      isAuthenticated: false,
      isProven: false,
      hasRejection: false,
      forbidden: 0,
    })
  })

  it('a 403 of another origin is no lockout, whatever it says', async () => {
    const { bando } = setUp(({ url }) =>
      url.host === 'api.bando.cool'
        ? new Response(null, { status: 307, headers: { location: 'https://other.example/' } })
        : json({ detail: 'Account locked.' }, 403),
    )
    expect(await failure(bando.get('/a'))).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('It is not a lockout, since it comes from another origin.'),
    })
  })

  it('a 403 whose body does not come is judged by its head', async () => {
    const { bando, clock } = setUp(
      () => new Response(new ReadableStream({}), { status: 403, headers: { 'retry-after': '60' } }),
      { timeoutMs: 1000 },
    )
    const failed = failure(bando.get('/a'))
    await clock.advance(1000)
    expect(await failed).toMatchObject({ code: 'locked', reason: 'the answer names a time to wait' })
  })

  it('isLockout that throws says nothing, and is reported', async () => {
    const error = vi.fn<(message: string, details?: object) => void>()
    const mistake = new Error('a mistake in isLockout')
    const { bando, requests } = setUp(() => json({}, 403), {
      isLockout: () => {
        throw mistake
      },
      logger: { debug() {}, info() {}, warn() {}, error },
    })
    expect(await failure(bando.get('/a'))).toMatchObject({ code: 'locked', sent: true })
    expect(requests).toHaveLength(1)
    expect(error).toHaveBeenCalledWith('The option isLockout threw.', { error: mistake })
  })
})

describe('the token goes nowhere else (P4)', () => {
  it.each([
    ['another origin', 'https://elsewhere.example/x'],
    ['a subdomain', 'https://sub.api.bando.cool/x'],
    ['the same host without TLS', 'http://api.bando.cool/x'],
  ])('not along a redirect to %s', async (_, location) => {
    const { bando, requests } = setUp((_, index) =>
      index === 0 ? new Response(null, { status: 302, headers: { location } }) : json({}),
    )
    await bando.get('/a')
    expect(requests.map(({ url, headers }) => [url.href, headers.has('authorization')])).toEqual([
      ['https://api.bando.cool/a', true],
      [location, false],
    ])
    expect(bando.state.limit.remaining).toBe(99)
  })

  it('along a redirect within the API, which takes a permit', async () => {
    const { bando, requests } = setUp((_, index) =>
      index === 0 ? new Response(null, { status: 301, headers: { location: '/a/' } }) : json({}),
    )
    await bando.get('/a')
    expect(requests.every(({ headers }) => headers.has('authorization'))).toBe(true)
    expect(bando.state.limit.remaining).toBe(98)
  })

  it('not into anything that can be seen', async () => {
    const token = 'bando_s3cret+/=='
    const written: unknown[] = []
    const note = (...details: unknown[]): void => void written.push(details)
    const { bando } = setUp((_, index) => (index === 1 ? invalidToken() : json({})), {
      token,
      logger: { debug: note, info: note, warn: note, error: note },
    })
    const names: BandoEventName[] = [
      'request',
      'response',
      'wait',
      'retry',
      'limited',
      'rejected',
      'locked',
      'verified',
    ]
    for (const name of names) {
      bando.on(name, (event) => {
        written.push(event)
        throw new Error('a listener that throws')
      })
    }
    written.push(
      await bando.get('/a'),
      await failure(bando.get('/b')),
      await failure(bando.get('/c')),
      bando.state,
      bando,
    )
    const shown = inspect(written, { depth: 20, showHidden: true }) + JSON.stringify(written)
    for (const secret of [token, btoa(token), encodeURIComponent(token)]) expect(shown).not.toContain(secret)
    expect(written.length).toBeGreaterThan(8)
  })

  it('not over plain http, but to this machine', () => {
    expect(() => createBando({ baseUrl: 'http://api.bando.cool' })).toThrow(/needs https/)
    expect(() => createBando({ baseUrl: 'http://127.0.0.1:4010' })).not.toThrow()
  })
})
