import { inspect } from 'node:util'
import { isBandoError, memoryStore } from '@bando/core'
import { lastValueFrom } from 'rxjs'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import type { BandoModuleOptions } from '../src/index.ts'
import { BandoModule, BandoService } from '../src/index.ts'
import { compile, startMock, until } from './setUp.ts'

async function serviceWith(options: BandoModuleOptions): Promise<BandoService> {
  const moduleRef = await compile(BandoModule.forRoot({ store: memoryStore(), ...options }))
  return moduleRef.get(BandoService)
}

const echo = async (request: Request): Promise<Response> =>
  Response.json({ method: request.method, body: await request.text() })
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const routes = Object.fromEntries(methods.map((method) => [`${method} /echo`, echo]))

describe('BandoService', () => {
  it('has a method for each method', async () => {
    const { url, token } = await startMock({ routes })
    const bando = await serviceWith({ baseUrl: url, token })
    const answers = [
      await bando.get('/echo'),
      await bando.post('/echo', { a: 1 }),
      await bando.put('/echo', { a: 2 }),
      await bando.patch('/echo', { a: 3 }),
      await bando.delete('/echo'),
      await bando.request('PUT', '/echo', { body: { a: 4 } }),
    ]
    expect(answers.map(({ data }) => data)).toEqual(echoed)
  })

  it('sends only the attempts of the core (pitfall 22)', async () => {
    const { mock, url, token } = await startMock()
    mock.faults.add({ status: 503 })
    const bando = await serviceWith({ baseUrl: url, token, retry: { attempts: 2, baseMs: 1 } })
    await expect(bando.get('/coolness')).rejects.toMatchObject({ code: 'http', attempts: 2 })
    expect(mock.log).toHaveLength(2)
  })

  it('returns the response in the requested form and type', async () => {
    const { url, token } = await startMock({ routes })
    const bando = await serviceWith({ baseUrl: url, token })
    const text = await bando.post('/echo', { a: 1 }, { as: 'text' })
    expectTypeOf(text.data).toEqualTypeOf<string>()
    expect(JSON.parse(text.data)).toEqual({ method: 'POST', body: '{"a":1}' })
    const { data: stream } = await lastValueFrom(bando.rx.get('/echo', { as: 'stream' }))
    expectTypeOf(stream).toEqualTypeOf<ReadableStream<Uint8Array<ArrayBuffer>>>()
    expect(await new Response(stream).json()).toEqual({ method: 'GET', body: '' })
    // @ts-expect-error -- text is no number
    await bando.get<number>('/echo', { as: 'text' })
  })

  it('sends a form, and refuses a response longer than maxBodyBytes', async () => {
    const { url, token } = await startMock({ routes })
    const bando = await serviceWith({ baseUrl: url, token })
    const form = new FormData()
    form.set('name', 'value')
    const { data } = await bando.post<{ body: string }>('/echo', form)
    expect(data.body).toMatch(/name="name"\r\n\r\nvalue\r\n/)
    await expect(bando.get('/echo', { maxBodyBytes: 5 })).rejects.toMatchObject({
      code: 'body',
      reason: 'tooLong',
    })
  })

  it('removes an aborted call from the queue', async () => {
    const limit = { requests: 1, windowMs: 3_600_000 }
    const { mock, url, token } = await startMock({ limit })
    const bando = await serviceWith({ baseUrl: url, token, limit, maxWaitMs: Infinity })
    await bando.get('/coolness')
    const controller = new AbortController()
    const call = bando.get('/coolness', { query: { id: 2 }, signal: controller.signal })
    await until(bando, ({ queue }) => queue.waiting === 1)
    controller.abort(new Error('changed my mind'))
    await expect(call).rejects.toThrow('changed my mind')
    expect(bando.state.queue.waiting).toBe(0)
    expect(mock.log).toHaveLength(1)
  })
})

describe('BandoService.rx', () => {
  it('has an observable for each method', async () => {
    const { url, token } = await startMock({ routes })
    const { rx } = await serviceWith({ baseUrl: url, token })
    const answers = [
      rx.get('/echo'),
      rx.post('/echo', { a: 1 }),
      rx.put('/echo', { a: 2 }),
      rx.patch('/echo', { a: 3 }),
      rx.delete('/echo'),
      rx.request('PUT', '/echo', { body: { a: 4 } }),
    ]
    const data: unknown[] = []
    for (const answer$ of answers) data.push((await lastValueFrom(answer$)).data)
    expect(data).toEqual(echoed)
  })

  it('is cold: a request for each subscription', async () => {
    const { mock, url, token } = await startMock()
    const { rx } = await serviceWith({ baseUrl: url, token })
    const coolness$ = rx.get('/coolness')
    expect(mock.log).toHaveLength(0)
    await lastValueFrom(coolness$)
    await lastValueFrom(coolness$)
    expect(mock.log).toHaveLength(2)
  })

  it('removes a waiting call from the queue when unsubscribed', async () => {
    const limit = { requests: 1, windowMs: 3_600_000 }
    const { mock, url, token } = await startMock({ limit })
    const bando = await serviceWith({ baseUrl: url, token, limit, maxWaitMs: Infinity })
    await bando.get('/coolness')
    const seen: unknown[] = []
    const note = (value: unknown): void => {
      seen.push(value)
    }
    const subscription = bando.rx
      .get('/coolness', { query: { id: 2 } })
      .subscribe({ next: note, error: note })
    await until(bando, ({ queue }) => queue.waiting === 1)
    subscription.unsubscribe()
    expect(bando.state.queue.waiting).toBe(0)
    expect(seen).toEqual([])
    expect(mock.log).toHaveLength(1)
  })

  it('closes the connection when unsubscribed in flight', async () => {
    const { mock, url, token } = await startMock()
    const bando = await serviceWith({ baseUrl: url, token })
    await bando.get('/coolness')
    mock.faults.next({ delayMs: 3_600_000 })
    const seen: unknown[] = []
    const note = (value: unknown): void => {
      seen.push(value)
    }
    const subscription = bando.rx
      .get('/coolness', { query: { id: 2 } })
      .subscribe({ next: note, error: note })
    await until(bando, ({ limit }) => limit.inFlight === 1)
    subscription.unsubscribe()
    await until(bando, ({ limit }) => limit.inFlight === 0)
    expect(seen).toEqual([])
  })

  it('fails with the reason of a signal, and removes its listener at the end', async () => {
    const { url, token } = await startMock()
    const { rx } = await serviceWith({ baseUrl: url, token })
    const controller = new AbortController()
    const { signal } = controller
    const listening = new Set<unknown>()
    signal.addEventListener = (_: string, listener: unknown) => void listening.add(listener)
    signal.removeEventListener = (_: string, listener: unknown) => void listening.delete(listener)
    const answer = lastValueFrom(rx.get('/coolness', { signal }))
    expect(listening.size).toBe(1)
    await answer
    expect(listening.size).toBe(0)
    controller.abort(new Error('changed my mind'))
    await expect(lastValueFrom(rx.get('/coolness', { signal }))).rejects.toThrow('changed my mind')
  })

  it('does not abort a request after its response', async () => {
    const { rx, client } = await serviceWith({ fetch: async () => Response.json({}) })
    const request = vi.spyOn(client, 'request')
    await lastValueFrom(rx.get('/coolness'))
    expect(request.mock.calls.map(([, , options]) => options?.signal?.aborted)).toEqual([false])
  })
})

const echoed = [
  { method: 'GET', body: '' },
  { method: 'POST', body: '{"a":1}' },
  { method: 'PUT', body: '{"a":2}' },
  { method: 'PATCH', body: '{"a":3}' },
  { method: 'DELETE', body: '' },
  { method: 'PUT', body: '{"a":4}' },
]

describe('a token that is revoked', () => {
  it('causes one invalid request for fifty calls, each with a typed error without it, and a good token works at once', async () => {
    const { mock, url, token } = await startMock()
    const revoked = mock.tokens.issue()
    mock.tokens.revoke(revoked)
    const bando = await serviceWith({ baseUrl: url, token: revoked })
    const ids = Array.from({ length: 50 }, (_, id) => id)
    const outcomes = await Promise.allSettled(ids.map((id) => bando.get('/coolness', { query: { id } })))
    const reasons = outcomes.map((each) => (each.status === 'rejected' ? (each.reason as unknown) : each))
    expect(reasons.filter((reason) => isBandoError(reason, 'rejected'))).toHaveLength(50)
    expect(inspect(reasons, { depth: 20, showHidden: true })).not.toContain(revoked)
    expect(mock.log.map(({ status }) => status)).toEqual([401])
    bando.setToken(token)
    expect(await bando.get('/coolness')).toMatchObject({ status: 200, waitedMs: 0 })
    expect(mock.log.map(({ status }) => status)).toEqual([401, 200])
  })

  it('does not fail calls that wait for its status if a good token is set meanwhile', async () => {
    const { mock, url, token } = await startMock()
    const revoked = mock.tokens.issue()
    mock.tokens.revoke(revoked)
    const bando = await serviceWith({ baseUrl: url, token: revoked })
    const ids = Array.from({ length: 50 }, (_, id) => id)
    const calls = ids.map((id) => bando.get('/coolness', { query: { id } }))
    bando.setToken(token)
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(ids.map(() => 200))
    expect(mock.log.filter(({ status }) => status === 403)).toEqual([])
    expect(mock.log.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(1)
  })
})

it('a network error says whether the request was sent, if known, and never has the token', async () => {
  const bando = await serviceWith({
    baseUrl: 'http://127.0.0.1:1',
    token: 'bando_s3cret',
    retry: { attempts: 1 },
  })
  const error: unknown = await bando.get('/coolness').catch((error: unknown) => error)
  expect(error).toMatchObject({ code: 'network', sent: false, cause: { code: 'ECONNREFUSED' } })
  expect(inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error)).not.toContain('s3cret')
})
