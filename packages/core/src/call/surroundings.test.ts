import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Bando, BandoOptions } from '../index.ts'
import { createBando, memoryStore } from '../index.ts'
import { StateStore } from '../observe/StateStore.ts'
import { decodeSnapshot } from '../sharing/snapshot/snapshotText.ts'
import { SharedMemory } from '../testing/index.ts'
import { failure, heldBack, invalidToken, json, setUp } from './setUp.testing.ts'

afterEach(() => vi.unstubAllGlobals())

describe('while the browser is offline', () => {
  it('nothing is sent or spent, and the error says so', async () => {
    const { bando, requests } = setUp(() => json({}), { retry: { attempts: 1 } })
    await bando.get('/proof')
    vi.stubGlobal('navigator', { onLine: false })
    for (let index = 0; index < 60; index += 1) {
      expect(await failure(bando.post('/a'))).toMatchObject({
        code: 'network',
        sent: false,
        retryable: true,
        message: expect.stringContaining('offline'),
      })
    }
    expect(requests).toHaveLength(1)
    expect(bando.state.limit).toMatchObject({ remaining: 99, inFlight: 0 })
    vi.stubGlobal('navigator', { onLine: true })
    expect(await bando.get('/b')).toMatchObject({ status: 200 })
  })

  it.each<[string, BandoOptions, number]>([
    ['a new token', {}, 100],
    ['an anonymous caller', { token: undefined }, 60],
    ['a client that tries three times', { retry: { attempts: 3 } }, 100],
    ['a client with a transport of its own', { fetch: () => Promise.resolve(json({})) }, 100],
  ])('no attempt of %s is sent or counted', async (_, options, remaining) => {
    vi.stubGlobal('navigator', { onLine: false })
    const { bando, clock, requests } = setUp(() => json({}), options)
    const call = failure(bando.get('/a'))
    await clock.advance(60_000)
    expect(await call).toMatchObject({ code: 'network', sent: false })
    expect(requests).toHaveLength(0)
    expect(bando.state).toMatchObject({ limit: { remaining, inFlight: 0 }, queue: { waiting: 0 } })
  })

  it.each(['http://localhost:4010', 'http://127.0.0.1:4010', 'http://[::1]:4010'])(
    '%s is asked all the same',
    async (baseUrl) => {
      vi.stubGlobal('navigator', { onLine: false })
      const { bando } = setUp(() => json({}), { baseUrl })
      expect(await bando.get('/a')).toMatchObject({ status: 200 })
    },
  )
})

describe('without streams, as in React Native and some test environments', () => {
  /** A response as a polyfill of `fetch` gives it. */
  function polyfilled(body: unknown, status = 200): Response {
    const response = new Response(null, { status, headers: { 'content-type': 'application/json' } })
    const bytes = new TextEncoder().encode(JSON.stringify(body))
    Object.defineProperties(response, {
      body: { value: undefined },
      arrayBuffer: { value: () => Promise.resolve(bytes.buffer) },
    })
    return response
  }

  it('get and post work, and an error has its body', async () => {
    vi.stubGlobal('ReadableStream', undefined)
    vi.stubGlobal('TransformStream', undefined)
    const { bando } = setUp(
      ({ url }) => polyfilled({ path: url.pathname }, url.pathname === '/bad' ? 422 : 200),
      { retry: { attempts: 1 } },
    )
    expect(await bando.get('/a')).toMatchObject({ data: { path: '/a' } })
    expect(await bando.post('/b', { c: 1 })).toMatchObject({ data: { path: '/b' } })
    expect(await failure(bando.get('/bad'))).toMatchObject({ status: 422, body: { path: '/bad' } })
    expect(await failure(bando.get('/long', { maxBodyBytes: 3 }))).toMatchObject({ reason: 'tooLong' })
    const { data } = await bando.get('/c', { as: 'response' })
    expect(await data.arrayBuffer()).toMatchObject({ byteLength: 13 })
    expect(bando.state.limit.inFlight).toBe(0)
  })

  it("as: 'stream' is refused before anything is sent", async () => {
    vi.stubGlobal('ReadableStream', undefined)
    const { bando, requests } = setUp(() => json({}))
    expect(await failure(bando.get('/a', { as: 'stream' }))).toMatchObject({ code: 'config' })
    expect(requests).toHaveLength(0)
  })
})

it.each<[string, () => Promise<Response>]>([
  ['throws at once', () => { throw new ReferenceError('x is not defined') }], // prettier-ignore
  // oxlint-disable-next-line prefer-promise-reject-errors -- a transport of a user may do so
  ['rejects with something that is no error', () => Promise.reject('no')],
  ['gives something that is no response', () => Promise.resolve({} as Response)],
])('a transport that %s keeps no permit in flight', async (_, fetch) => {
  const { bando } = setUp(() => json({}), { retry: { attempts: 1 }, fetch })
  await failure(bando.get('/a'))
  expect(bando.state.limit.inFlight).toBe(0)
})

describe('closing a client', () => {
  it.each(['a probe', 'a call of a verified token'])(
    'leaves no timer that keeps the process for %s',
    async (what) => {
      const { bando, clock } = setUp((_, index) =>
        index === 0 && what !== 'a probe' ? json({}) : new Promise<Response>(() => {}),
      )
      if (what !== 'a probe') await bando.get('/proof')
      const call = failure(bando.get('/a'))
      await clock.advance(0)
      await bando.close()
      expect(await call).toMatchObject({ code: 'closed', sent: true })
      expect(clock.pending).toBe(0)
    },
  )

  it('leaves none for a caller that left before', async () => {
    const { bando, clock } = setUp(() => new Promise<Response>(() => {}))
    const controller = new AbortController()
    const call = failure(bando.get('/a', { signal: controller.signal }))
    await clock.advance(0)
    controller.abort(new Error('left'))
    await call
    expect(clock.pending).toBe(1)
    await bando.close()
    expect(clock.pending).toBe(0)
  })

  it('leaves none for a token function that hangs', async () => {
    const { bando, clock } = setUp(() => json({}), { token: () => new Promise<string>(() => {}) })
    const call = failure(bando.get('/a'))
    await clock.advance(0)
    await bando.close()
    expect(await call).toMatchObject({ code: 'closed', sent: false })
    expect(clock.pending).toBe(0)
  })

  it('tells other members of the store that what had no response may have been a failed login', async () => {
    const disk = new SharedMemory()
    const { bando, clock } = setUp(() => new Promise<Response>(() => {}), { store: disk.member() })
    const call = failure(bando.get('/a'))
    await clock.advance(0)
    await bando.close()
    await call
    const [text = ''] = disk.texts.values()
    const stored = decodeSnapshot(text)?.snapshot
    expect([stored?.auth.unconfirmed.length, stored?.members]).toEqual([1, {}])
  })
})

it.each<[string, (client: Bando) => unknown]>([
  ['is not used', () => {}],
  ['was only read', (client) => client.state],
  ['has no subscriber any more', (client) => client.subscribe(() => {})()],
  ['has no listener any more', (client) => client.on('response', () => {})()],
])('a client that %s is told of nothing', async (_, prepare) => {
  const store = memoryStore()
  const { bando, clock } = setUp(() => json({}), { store })
  const fetch = (): Promise<Response> => Promise.resolve(json({}))
  const idle: Bando[] = []
  const add = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      const client = createBando({ token: 'bando_good', store, clock, fetch })
      prepare(client)
      idle.push(client)
    }
  }
  add(100)
  const now = vi.spyOn(clock, 'now')
  const changed = vi.spyOn(StateStore.prototype, 'changed')
  onTestFinished(() => changed.mockRestore())
  await bando.get('/a')
  const alone = now.mock.calls.length
  add(900)
  now.mockClear()
  await bando.get('/a')
  expect(now.mock.calls.length).toBeLessThanOrEqual(alone)
  expect(changed.mock.calls.length).toBe(0)
  expect(idle[0]?.state.limit.remaining).toBe(98)
  await Promise.all(idle.map((client) => client.close()))
})

it.each([
  ['POST', 421, 98],
  ['POST', 420, 99],
  ['GET', 421, 98],
])('a %s that is answered %i leaves %i: fetch sends again after a 421', async (method, status, remaining) => {
  const { bando } = setUp(() => json({}, status))
  await failure(bando.request(method, '/a'))
  expect(bando.state.limit.remaining).toBe(remaining)
})

describe('a token in an error', () => {
  it('is taken out, however often the client has replaced it since', async () => {
    const held = heldBack()
    const { bando, clock } = setUp(({ url }) => (url.pathname === '/a' ? held.promise : json({})))
    await bando.get('/proof')
    const call = failure(bando.get('/a'))
    await clock.advance(0)
    for (let index = 0; index < 9; index += 1) bando.setToken(`bando_other_${index}`)
    held.release(json({ message: 'you sent bando_good', encoded: btoa('bando_good') }, 400))
    const error = JSON.stringify(await call)
    expect(error).toContain('<token ')
    expect(error).not.toContain('bando_good')
    expect(error).not.toContain(btoa('bando_good').slice(0, 12))
  })

  it.each<[string, (token: string) => Error]>([
    ['message', (token) => new Error(`vault refused ${token}`)],
    ['cause', (token) => new Error('vault is sealed', { cause: new Error(token) })],
    ['property', (token) => Object.assign(new Error('vault is sealed'), { config: { token } })],
  ])('of the token function, in its %s, is taken out', async (_, fail) => {
    const token = 'bando_s3cret'
    let isSealed = false
    const source = (): string => {
      if (isSealed) throw fail(token)
      return token
    }
    const { bando } = setUp(invalidToken, { token: source })
    isSealed = false
    const first = bando.get('/a')
    isSealed = true
    const errors = [await failure(first), await failure(bando.get('/b'))]
    const { inspect } = await import('node:util')
    expect(inspect(errors, { depth: 9, showHidden: true })).not.toContain(token)
  })
})

it.each([
  ['another host', 'https://elsewhere.example/b'],
  ['another port', 'https://api.bando.cool:8443/b'],
  ['a subdomain', 'https://www.api.bando.cool/b'],
])('after a hop to %s the token does not go back to ours', async (_, foreign) => {
  const hops = [foreign, 'https://api.bando.cool/c', undefined]
  const { bando, requests } = setUp((_request, index) => {
    const location = index === 0 ? undefined : hops[index - 1]
    return location === undefined ? json({}) : new Response(null, { status: 302, headers: { location } })
  })
  await bando.get('/proof')
  await bando.get('/a')
  expect(
    requests.map(({ url, headers }) => [url.origin + url.pathname, headers.get('authorization')]),
  ).toEqual([
    ['https://api.bando.cool/proof', 'Bearer bando_good'],
    ['https://api.bando.cool/a', 'Bearer bando_good'],
    [foreign, null],
    ['https://api.bando.cool/c', null],
  ])
})
