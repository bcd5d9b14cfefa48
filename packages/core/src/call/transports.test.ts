import { describe, expect, it } from 'vitest'
import { failure, json, setUp } from './setUp.testing.ts'
import type { FetchOptions, Transport } from '../index.ts'

/** A response as React Native has it: without streams. */
function withoutStreams(text: string, status = 200): Response {
  const response = new Response(text, { status, headers: { 'content-type': 'application/json' } })
  Object.defineProperty(response, 'body', { value: undefined })
  return response
}

/** A stub as tests make them: no more than what is read. */
function stub(text: string): Response {
  const headers = new Headers({ 'content-type': 'application/json' })
  return { status: 200, ok: true, headers, text: () => Promise.resolve(text) } as unknown as Response
}

describe('a transport without streams', () => {
  it.each([
    ['arrayBuffer()', (): Response => withoutStreams('{"a":1}')],
    ['text() alone', (): Response => stub('{"a":1}')],
  ])('is read by %s', async (_, answer) => {
    const { bando } = setUp(answer)
    expect(await bando.get('/a')).toMatchObject({ data: { a: 1 } })
    expect(await bando.get('/b', { as: 'text' })).toMatchObject({ data: '{"a":1}' })
  })

  it('is held to maxBodyBytes', async () => {
    const { bando } = setUp(() => withoutStreams('{"a":1}'))
    expect(await failure(bando.get('/a', { maxBodyBytes: 3 }))).toMatchObject({
      code: 'body',
      reason: 'tooLong',
    })
  })

  it('is looked into for a lockout', async () => {
    const { bando } = setUp(() =>
      withoutStreams('{"message":"Maximum number of login attempts exceeded"}', 403),
    )
    expect(await failure(bando.get('/a'))).toMatchObject({ code: 'locked' })
  })

  it('gives bando.fetch its response as it is', async () => {
    const { bando } = setUp(() => withoutStreams('{"a":1}'))
    expect(await (await bando.fetch('/a')).json()).toEqual({ a: 1 })
  })
})

describe('a lockout in words that no Response takes', () => {
  it.each([
    ['a reason phrase beyond Latin-1', { statusText: 'Zablokowano żółć' }],
    ['a reason phrase with a line break', { statusText: 'a\nb' }],
  ])('%s is heard: nothing more is sent', async (_, described) => {
    const { bando, requests } = setUp(() => {
      const response = json({ message: 'Maximum number of login attempts exceeded' }, 403)
      return Object.defineProperty(response, 'statusText', { value: described.statusText })
    })
    expect(await failure(bando.get('/a'))).toMatchObject({ code: 'locked', sent: true })
    expect(await failure(bando.fetch('/b'))).toMatchObject({ code: 'locked', sent: false })
    expect(requests).toHaveLength(1)
  })
})

describe('the limits of the transport itself', () => {
  const timeout = (code: string): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('timed out'), { code }) })

  it('that run out before the head are a time-out', async () => {
    const { bando } = setUp(() => Promise.reject(timeout('UND_ERR_HEADERS_TIMEOUT')), {
      timeoutMs: 400_000,
      retry: { attempts: 1 },
    })
    expect(await failure(bando.get('/a'))).toMatchObject({
      code: 'timeout',
      sent: true,
      message: expect.stringContaining("The transport's own headersTimeout ran out, which is 300 s in Node."),
    })
  })

  it('that run out within the body are a time-out', async () => {
    const broken = (): Response =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.error(timeout('UND_ERR_BODY_TIMEOUT')),
        }),
      )
    const { bando } = setUp(broken, { timeoutMs: 400_000 })
    expect(await failure(bando.get('/a'))).toMatchObject({
      code: 'timeout',
      status: 200,
      message: expect.stringContaining("The transport's own bodyTimeout ran out"),
    })
  })

  it('are told from other failures', async () => {
    const { bando } = setUp(() => Promise.reject(timeout('ECONNRESET')), { retry: { attempts: 1 } })
    expect(await failure(bando.get('/a'))).toMatchObject({ code: 'network' })
  })
})

describe('what the transport is given', () => {
  /** The options of each request, as they reach the transport. */
  const listen = (): { inits: RequestInit[]; fetch: Transport } => {
    const inits: RequestInit[] = []
    return {
      inits,
      fetch: (_, init) => {
        inits.push(init)
        return Promise.resolve(json({}))
      },
    }
  }
  const dispatcher = {}
  const options = {
    cache: 'no-store',
    credentials: 'include',
    keepalive: true,
    mode: 'same-origin',
    referrerPolicy: 'no-referrer',
    next: { revalidate: 60 },
    dispatcher,
  } as const

  it('is what bando.fetch was given', async () => {
    const { inits, fetch } = listen()
    const { bando } = setUp(() => json({}), { fetch })
    await bando.fetch('/a', options)
    expect(inits).toEqual([expect.objectContaining(options)])
    expect((inits[0] as { dispatcher?: object }).dispatcher).toBe(dispatcher)
  })

  it('is what a Request says', async () => {
    const { inits, fetch } = listen()
    const { bando } = setUp(() => json({}), { fetch })
    const request = new Request('https://api.bando.cool/a', {
      cache: 'no-store',
      credentials: 'omit',
      integrity: 'sha256-x',
    })
    await bando.fetch(request)
    await bando.fetch('/a', request)
    const said = { cache: 'no-store', credentials: 'omit', integrity: 'sha256-x' }
    expect(inits).toEqual([expect.objectContaining(said), expect.objectContaining(said)])
  })

  it('is fetchOptions of a call, of which the client keeps a copy', async () => {
    const { inits, fetch } = listen()
    const { bando } = setUp(() => json({}), { fetch })
    const fetchOptions: { cache: RequestCache; next: object } = { cache: 'no-store', next: { tags: ['a'] } }
    const called = bando.post('/a', {}, { fetchOptions })
    fetchOptions.cache = 'force-cache'
    await called
    expect(inits).toEqual([
      expect.objectContaining({ method: 'POST', cache: 'no-store', next: { tags: ['a'] } }),
    ])
  })

  it('gets no body, no duplex and no redirects of its own for a GET', async () => {
    const { inits, fetch } = listen()
    const { bando } = setUp(() => json({}), { fetch })
    await bando.get('/a')
    expect(inits).toEqual([
      { method: 'GET', headers: expect.any(Headers), redirect: 'manual', signal: expect.any(AbortSignal) },
    ])
  })

  it('gets the body that there is, and duplex for a stream, which fetch needs', async () => {
    const { inits, fetch } = listen()
    const { bando } = setUp(() => json({}), { fetch })
    await bando.post('/a', 'text')
    await bando.request('POST', '/a', { body: new ReadableStream({ start: (body) => body.close() }) })
    expect(inits).toMatchObject([{ body: 'text' }, { body: expect.any(ReadableStream), duplex: 'half' }])
    expect(inits[0]).not.toHaveProperty('duplex')
  })

  it('keeps a GET with fetchOptions apart from others', async () => {
    const { bando, requests } = setUp(() => json({}))
    await bando.get('/a')
    await Promise.all([bando.get('/a'), bando.get('/a', { fetchOptions: { cache: 'no-store' } })])
    expect(requests).toHaveLength(3)
  })

  it.each<[unknown, string]>([
    [{ method: 'POST' }, "fetchOptions.method: is the client's to set. Use post, put, patch"],
    [{ signal: undefined }, "fetchOptions.signal: is the client's to set."],
    [{ headers: {} }, "fetchOptions.headers: is the client's to set."],
    ['no-store', "fetchOptions: needs an object, such as { cache: 'no-store' }. Found"],
  ])('refuses fetchOptions %j', async (fetchOptions, message) => {
    const { bando } = setUp(() => json({}))
    expect(await failure(bando.get('/a', { fetchOptions: fetchOptions as FetchOptions }))).toMatchObject({
      code: 'config',
      message: expect.stringContaining(message),
    })
  })

  it('names fetchOptions where fetch’s own options are given to a call', async () => {
    const { bando } = setUp(() => json({}))
    expect(await failure(bando.get('/a', { cache: 'no-store' } as object))).toMatchObject({
      message: 'cache: is not an option. Did you mean fetchOptions?',
    })
  })
})
