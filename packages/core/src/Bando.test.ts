import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { failure, heldBack, json, setUp } from './call/setUp.testing.ts'
import type { RequestOptions } from './index.ts'
import { createBando, isBandoError, memoryStore } from './index.ts'

describe('the methods', () => {
  it.each(['post', 'put', 'patch'] as const)('%s sends its body and its options', async (method) => {
    const { bando, requests } = setUp(() => json({}))
    await bando[method]('/a', { b: 1 }, { headers: { 'x-c': '2' } })
    await bando[method]('/a', { b: 1 })
    expect(requests).toMatchObject([
      { method: method.toUpperCase(), body: '{"b":1}' },
      { method: method.toUpperCase(), body: '{"b":1}' },
    ])
    expect(requests[0]?.headers.get('x-c')).toBe('2')
  })

  it('delete sends no body, and takes options', async () => {
    const { bando, requests } = setUp(() => new Response(null, { status: 204 }))
    await bando.delete('/a', { query: { b: 1 } })
    expect(requests).toMatchObject([{ method: 'DELETE', body: undefined }])
    expect(requests[0]?.url.href).toBe('https://api.bando.cool/a?b=1')
  })

  it.each(['post', 'put', 'patch'] as const)('%s refuses options in the place of a body', async (method) => {
    const { bando, requests } = setUp(() => json({}))
    const options: unknown = { headers: { 'x-c': '2' } }
    await expect(bando[method]('/a', options)).rejects.toThrow(
      `${method}: takes the body itself, then the options. Found an object with headers. Write ${method}(path, body, options)`,
    )
    expect(requests).toHaveLength(0)
  })

  it.each<[unknown, string]>([
    ['text', 'a string'],
    [null, 'null'],
    [7, 'a number'],
  ])('post refuses %j for its options, as get does', async (options, found) => {
    const { bando, requests } = setUp(() => json({}))
    const refused = await failure(bando.post('/a', { b: 1 }, options as RequestOptions))
    expect(refused).toMatchObject({ code: 'config', message: expect.stringContaining(`Found ${found}.`) })
    expect(await failure(bando.get('/a', options as RequestOptions))).toMatchObject({
      message: (refused as Error).message.replace('POST', 'GET'),
    })
    expect(requests).toHaveLength(0)
  })

  it('rejects rather than throws if a call cannot be built', async () => {
    const { bando } = setUp(() => json({}))
    const call = bando.get('/{id}')
    expect(isBandoError(await failure(call), 'config')).toBe(true)
  })
})

describe('the form of a response', () => {
  it('is the body as it comes with `stream`', async () => {
    const { bando } = setUp(() => new Response('a body'))
    const { data, status } = await bando.get('/a', { as: 'stream' })
    expect(data).toBeInstanceOf(ReadableStream)
    expect(await new Response(data).text()).toBe('a body')
    expect(status).toBe(200)
  })

  it('is a response whose body is not read with `response`', async () => {
    const { bando } = setUp(() => new Response('a body', { headers: { 'x-a': '1' } }))
    const { data } = await bando.get('/a', { as: 'response' })
    expect(data.bodyUsed).toBe(false)
    expect(data.headers.get('x-a')).toBe('1')
    expect(await data.text()).toBe('a body')
  })

  it('is parsed JSON without one', async () => {
    const { bando } = setUp(() => json({ a: 1 }))
    expect((await bando.get('/a')).data).toEqual({ a: 1 })
  })

  it('is what the `schema` makes of it', async () => {
    const { bando } = setUp(() => json({ at: '2026-01-01' }))
    const schema = z.object({ at: z.string().transform((text) => text.length) })
    expect((await bando.get('/a', { schema })).data).toEqual({ at: 10 })
  })

  it('is an error if it does not fit the `schema`', async () => {
    const { bando } = setUp(() => json({ at: 7 }))
    expect(await failure(bando.get('/a', { schema: z.object({ at: z.string() }) }))).toMatchObject({
      code: 'schema',
    })
  })
})

it.each([
  ['https://api.bando.cool', 'https://api.bando.cool/'],
  ['http://localhost:4010/bando', 'http://localhost:4010/bando/'],
])('shows the base URL %s with a slash at its end', (baseUrl, shown) => {
  expect(setUp(() => json({}), { baseUrl }).bando.baseUrl).toBe(shown)
})

describe('a call with a key', () => {
  const limit = { requests: 1, windowMs: 1000 }

  it.each(['high', 'normal', 'low'] as const)('can be made as urgent as %s', async (priority) => {
    const { bando, clock, requests } = setUp(() => json({}), { limit })
    await bando.get('/first')
    const key = {}
    const [other, keyed] = [
      bando.get('/other', { priority: 'normal' }),
      bando.get('/keyed', { priority: 'low', key }),
    ]
    bando.raise(key, priority)
    await clock.advance(5000)
    await Promise.all([other, keyed])
    const order = priority === 'high' ? ['/keyed', '/other'] : ['/other', '/keyed']
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/first', ...order])
  })

  it('cannot be made as urgent as what is no priority', () => {
    const { bando } = setUp(() => json({}))
    expect(() => bando.raise('a', 'urgent' as 'high')).toThrow(
      `priority: needs one of 'high', 'normal', 'low'. Found "urgent".`,
    )
  })

  it('tells what it waits for while it waits', async () => {
    const { bando, clock } = setUp(() => json({}), { limit })
    await bando.get('/first')
    const call = bando.get('/a', { key: 'a' })
    await clock.advance(0)
    expect(bando.waitOf('a')).toMatchObject({ reason: 'limit', nextAt: expect.any(Number) })
    expect(bando.waitOf('another')).toBeUndefined()
    await clock.advance(5000)
    await call
    expect(bando.waitOf('a')).toBeUndefined()
  })
})

describe('closing', () => {
  it('rejects later calls with an error that says that nothing was sent', async () => {
    const bando = createBando({ store: memoryStore() })
    await bando.close()
    expect(bando.closed.reason).toMatchObject({
      code: 'closed',
      message: 'The client was closed.',
      attempts: 0,
      sent: false,
      retryable: false,
    })
  })

  it('comes with the end of the block that disposes of the client', async () => {
    const { bando, clock } = setUp(() => heldBack().promise)
    const call = failure(bando.get('/a'))
    await clock.advance(0)
    await bando[Symbol.asyncDispose]()
    expect(bando.closed.aborted).toBe(true)
    expect(await call).toMatchObject({ code: 'closed', sent: true })
  })
})

it('tells a listener of each event of a name, until it is told to stop', async () => {
  const { bando } = setUp(() => json({}))
  const heard = vi.fn<(event: { url: string }) => void>()
  const stop = bando.on('response', heard)
  await bando.get('/a')
  stop()
  await bando.get('/b')
  expect(heard).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ url: 'https://api.bando.cool/a', status: 200 }),
  )
})
