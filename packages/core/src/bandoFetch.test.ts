import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { failure, json, setUp } from './call/setUp.testing.ts'

describe('bando.fetch', () => {
  it('writes the header, and gives the response as it is', async () => {
    const { bando, requests } = setUp(() => json({ detail: 'no such thing' }, 404))
    const response = await bando.fetch('/coolness?x=1')
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ detail: 'no such thing' })
    expect(requests[0]?.url.href).toBe('https://api.bando.cool/coolness?x=1')
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer bando_good')
  })

  it('takes a Request, whose body can be sent again after a 429', async () => {
    const { bando, clock, requests } = setUp((_, index) =>
      index === 0 ? json({}, 429, { 'retry-after': '1' }) : json({}),
    )
    const call = bando.fetch(new Request('https://api.bando.cool/a', { method: 'POST', body: 'hello' }))
    await clock.advance(3000)
    await call
    const bodies = requests.map(({ body }) => new TextDecoder().decode(body as ArrayBuffer))
    expect(bodies).toEqual(['hello', 'hello'])
  })

  it('rejects with a typed error what the client would not send again', async () => {
    const { bando, requests } = setUp(() => json({}, 401))
    expect(await failure(bando.fetch('/a'))).toMatchObject({ code: 'rejected', sent: true })
    expect(await failure(bando.fetch('/a'))).toMatchObject({ code: 'rejected' })
    expect(requests).toHaveLength(1)
  })

  it.each([
    ['https://elsewhere.example/', undefined, /speaks to https:\/\/api\.bando\.cool only/],
    ['/a', { headers: { authorization: 'Bearer mine' } }, /leave `Authorization` out/],
  ])('refuses %s with %o', async (url, init, message) => {
    const { bando, requests } = setUp(() => json({}))
    expect(await failure(bando.fetch(url, init))).toMatchObject({
      code: 'config',
      message: expect.stringMatching(message),
    })
    expect(requests).toHaveLength(0)
  })

  it('waits no longer than its own maxWaitMs', async () => {
    const limit = { requests: 1, windowMs: 1000 }
    const { bando, requests } = setUp(() => json({}), { limit })
    await bando.fetch('/a')
    expect(await failure(bando.fetch('/a', { maxWaitMs: 0 }))).toMatchObject({ code: 'limit', sent: false })
    expect(await failure(bando.fetch('/a', { maxWaitMs: -1 }))).toMatchObject({ code: 'config' })
    expect(requests).toHaveLength(1)
  })

  it('cuts the body when its signal aborts', async () => {
    const { bando, requests } = setUp(() => new Response(new ReadableStream({})))
    const controller = new AbortController()
    const response = await bando.fetch('/a', { signal: controller.signal })
    expect(response.status).toBe(200)
    controller.abort()
    expect(requests[0]?.signal?.aborted).toBe(true)
  })

  it.each(['its signal aborts', 'the client is closed'])(
    'stops reading the body of a Request when %s',
    async (when) => {
      const { bando, requests } = setUp(() => json({}))
      const controller = new AbortController()
      const body = new ReadableStream()
      const init = { method: 'POST', body, duplex: 'half', signal: controller.signal }
      const failed = failure(bando.fetch(new Request('https://api.bando.cool/a', init)))
      if (when === 'the client is closed') await bando.close()
      else controller.abort(new Error('enough'))
      expect(await failed).toBeInstanceOf(Error)
      expect(requests).toHaveLength(0)
    },
  )

  it.each([1, 2, 3, 4, 5])('hears an abort that comes %i ticks after the head', async (ticks) => {
    const { bando, requests } = setUp(() => new Response(new ReadableStream({})))
    const controller = new AbortController()
    bando.on('response', async () => {
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      controller.abort(new Error('enough'))
    })
    const read = async (): Promise<string> => (await bando.fetch('/a', { signal: controller.signal })).text()
    expect(await failure(read())).toMatchObject({ message: 'enough' })
    expect(requests[0]?.signal?.aborted).toBe(true)
  })

  it('says whether it was redirected', async () => {
    const { bando } = setUp(({ url }) =>
      url.pathname === '/a' ? new Response(null, { status: 302, headers: { location: '/b' } }) : json({}),
    )
    const answers = await Promise.all([bando.fetch('/a'), bando.fetch('/b')])
    expect(answers.map(({ redirected }) => redirected)).toEqual([true, false])
  })

  it('goes without the signal of its Request where it is told to', async () => {
    const { bando } = setUp(() => json({}))
    const request = new Request('https://api.bando.cool/a', { signal: AbortSignal.abort() })
    expect((await bando.fetch(request, { signal: null })).status).toBe(200)
  })

  it('leaves no listener on a long-lived signal once the body is read or cancelled', async () => {
    const { bando } = setUp(() => json({}))
    const { signal } = new AbortController()
    await (await bando.fetch('/a', { signal })).text()
    await (await bando.fetch('/b', { signal })).body?.cancel()
    await (await bando.fetch(new Request('https://api.bando.cool/c'), { signal })).json()
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('says which option is wrong, and lets a call wait without end', async () => {
    const limit = { requests: 1, windowMs: 1000 }
    const { bando, clock } = setUp(() => json({}), { limit, maxWaitMs: 0 })
    expect(await failure(bando.fetch('/a', { maxWaitMs: -1 }))).toMatchObject({
      message: 'maxWaitMs: needs milliseconds, at least 0, or Infinity. Found -1.',
    })
    await bando.fetch('/a')
    const call = bando.fetch('/a', { maxWaitMs: Infinity })
    await clock.advance(5000)
    expect((await call).status).toBe(200)
  })

  it('sends the headers of the client, unless the call has its own', async () => {
    const { bando, requests } = setUp(() => json({}), { headers: { 'x-app': 'shop', 'x-version': '1' } })
    await bando.fetch('/a', { headers: { 'x-version': '2' } })
    expect(requests[0]?.headers.get('x-app')).toBe('shop')
    expect(requests[0]?.headers.get('x-version')).toBe('2')
  })

  it('calls without a token if the client has none', async () => {
    const { bando, requests } = setUp(() => json({}), { token: undefined })
    expect((await bando.fetch('/a')).status).toBe(200)
    expect(requests[0]?.headers.has('authorization')).toBe(false)
  })

  it('calls without a token in a lockout if `whenLocked` is `anonymous`', async () => {
    const { bando, clock, requests } = setUp(
      ({ headers }) => json({}, headers.has('authorization') ? 403 : 200),
      { whenLocked: 'anonymous', isLockout: () => true },
    )
    const call = bando.fetch('/a')
    await clock.advance(0)
    expect((await call).status).toBe(200)
    expect(requests.map(({ headers }) => headers.has('authorization'))).toEqual([true, false])
  })

  it('sends a request for each of two calls that are the same', async () => {
    const { bando, requests } = setUp(() => json({}))
    await Promise.all([bando.fetch('/a'), bando.fetch('/a')])
    expect(requests).toHaveLength(2)
  })

  it('sends calls by their priority: `auto` and no priority are the normal one', async () => {
    const limit = { requests: 1, windowMs: 1000 }
    const { bando, clock, requests } = setUp(() => json({}), { limit, maxWaitMs: Infinity })
    await bando.fetch('/first')
    const calls = [
      bando.fetch('/low', { priority: 'low' }),
      bando.fetch('/none'),
      bando.fetch('/auto', { priority: 'auto' }),
      bando.fetch('/high', { priority: 'high' }),
    ]
    await clock.advance(20_000)
    await Promise.all(calls)
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/first', '/high', '/none', '/auto', '/low'])
  })

  it('shows of a URL that goes elsewhere nothing that a token begins with', async () => {
    const { bando } = setUp(() => json({}), { token: 'bando_s3c/ret==' })
    const error = await failure(bando.fetch('https://bando_s3c/ret=='))
    expect(error).toMatchObject({ message: expect.stringMatching(/goes nowhere else\. Found https:\/\/\.$/) })
  })
})

describe('bando.fetch with a body', () => {
  it('sends it, with or without a signal', async () => {
    const { bando, requests } = setUp(() => json({}))
    const { signal } = new AbortController()
    await bando.fetch('/a', { method: 'POST', body: 'one' })
    await bando.fetch('/a', { method: 'POST', body: 'two', signal })
    expect(requests.map(({ body }) => new TextDecoder().decode(body as ArrayBuffer))).toEqual(['one', 'two'])
  })

  it('leaves no listener on a long-lived signal', async () => {
    const { bando } = setUp(() => json({}))
    const { signal } = new AbortController()
    await (await bando.fetch('/a', { method: 'POST', body: 'one', signal })).text()
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  /** A request whose body does not end. */
  const endless = (): Request => {
    const init = { method: 'POST', body: new ReadableStream(), duplex: 'half' }
    return new Request('https://api.bando.cool/a', init)
  }

  it('rejects at once if its signal has aborted already', async () => {
    const { bando, requests } = setUp(() => json({}))
    const reason = new Error('enough')
    expect(await failure(bando.fetch(endless(), { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(requests).toHaveLength(0)
  })

  it('rejects at once if the client is closed already', async () => {
    const { bando, requests } = setUp(() => json({}))
    await bando.close()
    expect(await failure(bando.fetch(endless()))).toMatchObject({ code: 'closed' })
    expect(requests).toHaveLength(0)
  })
})
