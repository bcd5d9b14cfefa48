import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { Bando } from '../index.ts'
import { createBando } from '../index.ts'
import { failure, heldBack, json, setUp } from './setUp.testing.ts'

/** A body that begins with `text`; what follows is what `then` does. */
function beginning(text: string, then?: (controller: ReadableStreamDefaultController) => void) {
  let isCancelled = false
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
    pull: then,
    cancel: () => {
      isCancelled = true
    },
  })
  return { body, isCancelled: () => isCancelled }
}

const reset = (controller: ReadableStreamDefaultController): void => controller.error(new Error('reset'))

describe('an answer', () => {
  it('is what the caller asks for', async () => {
    const { bando, requests } = setUp(() => json({ a: 1 }))
    expect(await bando.get('/a')).toMatchObject({ data: { a: 1 } })
    expect(await bando.get('/a', { as: 'json' })).toMatchObject({ data: { a: 1 } })
    expect(await bando.get('/a', { as: 'text' })).toMatchObject({ data: '{"a":1}' })
    const { data: blob } = await bando.get('/a', { as: 'blob' })
    expect([blob.type, await blob.text()]).toEqual(['application/json', '{"a":1}'])
    const { data: stream } = await bando.get('/a', { as: 'stream' })
    expect(await new Response(stream).json()).toEqual({ a: 1 })
    const { data: response, ...rest } = await bando.post('/a', undefined, { as: 'response' })
    expect(rest).toMatchObject({ status: 200, attempts: 1, waitedMs: 0 })
    expect(await response.json()).toEqual({ a: 1 })
    const accepted = requests.map(({ headers }) => headers.get('accept'))
    expect(accepted).toEqual(['application/json', 'application/json', '*/*', '*/*', '*/*', '*/*'])
  })

  it.each([
    ['undefined', undefined, undefined],
    ['JSON', 'json', undefined],
    ['text', 'text', ''],
  ] as const)('without a body is %s', async (_, form, data) => {
    const { bando } = setUp(() => new Response(null, { status: 204 }))
    expect(await bando.delete('/a', { as: form })).toMatchObject({ data, status: 204 })
  })

  it('without a body is a stream that ends, and a response without one', async () => {
    const { bando } = setUp(() => new Response(null, { status: 204 }))
    const { data: stream } = await bando.get('/a', { as: 'stream' })
    expect(await stream.getReader().read()).toEqual({ done: true, value: undefined })
    expect((await bando.get('/a', { as: 'response' })).data.body).toBeNull()
  })

  it('to identical reads is made for each into what it asks for, of one request', async () => {
    const { bando, requests } = setUp(() => json({ a: 1 }), { headers: { accept: '*/*' } })
    const [object, text] = await Promise.all([bando.get('/a'), bando.get('/a', { as: 'text' })])
    expect([object.data, text.data]).toEqual([{ a: 1 }, '{"a":1}'])
    expect(requests).toHaveLength(1)
  })

  it('whose body the caller reads is not shared', async () => {
    const { bando, requests } = setUp(() => json({}))
    const [one, two, response] = await Promise.all([
      bando.get('/a', { as: 'stream' }),
      bando.get('/a', { as: 'stream' }),
      bando.get('/a', { as: 'response' }),
    ])
    expect(requests).toHaveLength(3)
    expect(one.data).not.toBe(two.data)
    await Promise.all([one.data.cancel(), two.data.cancel(), response.data.text()])
  })

  it.each([
    ['read by its caller', (bando: Bando) => bando.post('/a', {}, { as: 'response' })],
    ['of bando.fetch', (bando: Bando) => bando.fetch('/a', { method: 'POST' })],
  ])('to a write, %s, ends what may be joined', async (_, write) => {
    const held = heldBack()
    const { bando, clock, requests } = setUp(({ method }, index) =>
      method === 'GET' && index > 0 ? held.promise.then(() => json({})) : json({}),
    )
    await bando.get('/proof')
    const before = bando.get('/a')
    await write(bando)
    const after = bando.get('/a')
    await clock.advance(0)
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST', 'GET'])
    held.release()
    await Promise.all([before, after])
  })

  it.each(['stream', 'response'] as const)('that is no success is an error as a %s too', async (form) => {
    const { bando } = setUp(() => json({ detail: 'no such thing' }, 404))
    expect(await failure(bando.get('/a', { as: form }))).toMatchObject({
      code: 'http',
      status: 404,
      body: { detail: 'no such thing' },
    })
  })

  it('as a stream is cut when its signal aborts, and leaves no listener once it is read', async () => {
    const { body } = beginning('hel')
    const { bando, requests } = setUp((_, index) => (index === 0 ? json({}) : new Response(body)))
    const controller = new AbortController()
    const { data: read } = await bando.get('/a', { as: 'stream', signal: controller.signal })
    await new Response(read).text()
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
    await bando.get('/a', { as: 'stream', signal: controller.signal })
    controller.abort()
    expect(requests[1]?.signal?.aborted).toBe(true)
  })

  it.each(['stream', 'response'] as const)(
    'that is no success is cut as a %s too when its signal aborts, and leaves no listener',
    async (form) => {
      const { body } = beginning('hel')
      const { bando, clock, requests } = setUp((_, index) =>
        index === 0 ? json({}) : new Response(index === 1 ? body : 'hello', { status: 404 }),
      )
      await bando.get('/proof')
      const controller = new AbortController()
      const { signal } = controller
      const failed = failure(bando.get('/a', { as: form, signal }))
      await clock.advance(0)
      controller.abort('enough')
      expect(await failed).toBe('enough')
      expect(requests[1]?.signal?.aborted).toBe(true)
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
      const { signal: later } = new AbortController()
      expect(await failure(bando.get('/b', { as: form, signal: later }))).toMatchObject({ status: 404 })
      expect(getEventListeners(later, 'abort')).toHaveLength(0)
    },
  )

  it('whose data does not fit the schema is an error that names the call, and leaves no listener', async () => {
    const { bando } = setUp(() => json({ a: 1 }))
    const { signal } = new AbortController()
    const validate = async () => ({ issues: [{ message: 'needs b' }] })
    const schema = { '~standard': { version: 1, vendor: 'test', validate } } as const
    expect(await failure(bando.get('/a', { schema, signal }))).toMatchObject({
      code: 'schema',
      message: expect.stringContaining('GET https://api.bando.cool/a was answered (200)'),
    })
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('as something unknown is refused at the call', async () => {
    const { bando, requests } = setUp(() => json({}))
    expect(await failure(bando.get('/a', { as: 'yaml' as 'json' }))).toMatchObject({
      code: 'config',
      message: `as: needs one of 'json', 'text', 'blob', 'stream', 'response'. Found "yaml".`,
    })
    expect(requests).toHaveLength(0)
  })
})

describe('a body', () => {
  const facts = { code: 'body', sent: true, status: 200, attempts: 1 }

  it.each([
    ['application/json', undefined],
    ['text/html', 'json'],
  ] as const)('of type %s that should be JSON and is not is told with its begin', async (type, form) => {
    const page = `<html>${'x'.repeat(500)}`
    const { bando, clock } = setUp(() => new Response(page, { headers: { 'content-type': type } }))
    expect(await failure(bando.get('/a', { as: form }))).toMatchObject({
      ...facts,
      reason: 'malformed',
      excerpt: page.slice(0, 200),
      headers: new Headers({ 'content-type': type }),
      retryable: false,
      cause: expect.any(SyntaxError),
      message: `GET https://api.bando.cool/a was answered (200) with a body that should be JSON and is not. It begins "${page.slice(0, 80)}".`,
    })
    expect(clock.pending).toBe(0)
  })

  it.each([
    ['GET', true, 'Try again.'],
    ['POST', false, 'Try again, once you know whether it was processed.'],
  ])('that breaks off is told with what came, to a %s', async (method, retryable, advice) => {
    const { bando, clock } = setUp(() => new Response(beginning('{"a":', reset).body))
    expect(await failure(bando.request(method, '/a'))).toMatchObject({
      ...facts,
      reason: 'brokenOff',
      excerpt: '{"a":',
      retryable,
      cause: { message: 'reset' },
      message: `${method} https://api.bando.cool/a was answered (200) with a body that broke off after 5 bytes. ${advice}`,
    })
    expect(clock.pending).toBe(0)
  })

  it('longer than maxBodyBytes is told, and its connection let go', async () => {
    const { body, isCancelled } = beginning('123456')
    const { bando, clock } = setUp(() => new Response(body), { maxBodyBytes: 5 })
    expect(await failure(bando.get('/a'))).toMatchObject({
      ...facts,
      reason: 'tooLong',
      excerpt: '12345',
      retryable: false,
      message:
        "GET https://api.bando.cool/a was answered (200) with a body longer than maxBodyBytes, 5 bytes. Ask for less, allow more, or take it as it comes with as: 'stream'.",
    })
    expect(isCancelled()).toBe(true)
    expect(clock.pending).toBe(0)
  })

  it('may be as long as the call says, the client says, or 50 MiB', async () => {
    const { bando } = setUp(() => new Response('12345'), { maxBodyBytes: 4 })
    expect(await bando.get('/a', { maxBodyBytes: 5 })).toMatchObject({ data: '12345' })
    expect(await failure(bando.get('/a'))).toMatchObject({ reason: 'tooLong' })
    const fifty = String(50 * 1024 * 1024)
    const more = String(50 * 1024 * 1024 + 1)
    const byDefault = setUp(({ url }) => {
      const headers = { 'content-length': url.pathname === '/fifty' ? fifty : more }
      return new Response('1'.repeat(2000), { headers })
    })
    expect(await byDefault.bando.get('/fifty', { as: 'blob' })).toMatchObject({ data: { size: 2000 } })
    expect(await failure(byDefault.bando.get('/more'))).toMatchObject({ reason: 'tooLong' })
    expect(await byDefault.bando.get('/more', { maxBodyBytes: Infinity, as: 'blob' })).toMatchObject({
      data: { size: 2000 },
    })
  })

  it('that the caller reads may be of any length', async () => {
    const { bando } = setUp(() => new Response('12345'), { maxBodyBytes: 1 })
    expect(await (await bando.get('/a', { as: 'response' })).data.text()).toBe('12345')
    expect(await (await bando.fetch('/a')).text()).toBe('12345')
  })

  it.each([
    ['is too long', 404, 'http', undefined],
    ['breaks off', 404, 'http', reset],
    ['is too long', 403, 'forbidden', undefined],
    ['breaks off', 403, 'forbidden', reset],
  ])('of an error that %s (%i) leaves the status, and what came', async (_, status, code, then) => {
    const { body } = beginning('{"detail":"long story"', then)
    const headers = { 'content-type': 'application/json' }
    const { bando, clock } = setUp(
      (__, index) => (index === 0 ? json({}) : new Response(body, { status, headers })),
      then ? {} : { maxBodyBytes: 5 },
    )
    await bando.get('/proof')
    expect(await failure(bando.get('/a'))).toMatchObject({
      code,
      status,
      body: then ? '{"detail":"long story"' : '{"det',
    })
    expect(clock.pending).toBe(0)
  })

  it('of a 403 is as long as its call allows, whatever the client does', async () => {
    const { bando } = setUp(() => json({ detail: 'x'.repeat(100) }, 403), {
      maxBodyBytes: 20,
      token: undefined,
    })
    const error = await failure(bando.get('/a', { maxBodyBytes: 1000 }))
    expect(error).toMatchObject({ code: 'forbidden', body: { detail: 'x'.repeat(100) } })
  })

  it('of a 403 that the caller reads is whole, and breaks off where it does', async () => {
    const detail = 'x'.repeat(100)
    const broken = (): Response => new Response(beginning('half', reset).body, { status: 403 })
    const { bando } = setUp((_, index) => (index === 0 ? json({ detail }, 403) : broken()), {
      maxBodyBytes: 20,
      token: undefined,
    })
    expect(await (await bando.fetch('/a')).json()).toEqual({ detail })
    expect(await failure((await bando.fetch('/b')).text())).toMatchObject({ message: 'reset' })
  })

  it.each([0, 1.5, Number.NaN, '5' as unknown as number])('maxBodyBytes: %o is refused', async (value) => {
    const { bando } = setUp(() => json({}))
    expect(await failure(bando.get('/a', { maxBodyBytes: value }))).toMatchObject({
      code: 'config',
      message: expect.stringMatching(
        /^maxBodyBytes: needs a whole number of bytes, at least 1, or Infinity\. Found /,
      ),
    })
    expect(() => createBando({ maxBodyBytes: value })).toThrow(/^maxBodyBytes: needs/)
  })
})
