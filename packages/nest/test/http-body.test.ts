import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { inspect } from 'node:util'
import { memoryStore } from '@bando/core'
import type { TestingModule } from '@nestjs/testing'
import type { AxiosResponse } from 'axios'
import axios, { AxiosError } from 'axios'
import { lastValueFrom } from 'rxjs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BandoHttpService, BandoService } from '../src/index.ts'
import { begin, startRaw, token } from './rawServer.ts'
import { until } from './setUp.ts'

interface Begun {
  readonly moduleRef: TestingModule
  readonly bando: BandoService
  readonly http: BandoHttpService
  /** The response, and what of it has come. */
  readonly response: ServerResponse
  readonly call: Promise<AxiosResponse<string> | Error>
}

/** The client hands a response over within the turn in which its head comes. */
async function handedOver(bando: BandoService): Promise<void> {
  await until(bando, ({ limit }) => limit.inFlight === 0)
  await setImmediate()
}

/** A request through BandoHttpService whose response has begun. */
async function beginRequest(config: object = {}, headers: Record<string, string> = {}): Promise<Begun> {
  const { next, http, ...started } = await startRaw()
  const call = lastValueFrom(http.get<string>('/events', config)).catch((error: Error) => error)
  const response = await next()
  begin(response, headers)
  await handedOver(started.bando)
  return { ...started, http, response, call }
}

describe('a body that BandoHttpService reads', () => {
  it('is waited for at shutdown', async () => {
    const { moduleRef, bando, response, call } = await beginRequest()
    const closed = moduleRef.close()
    expect(bando.calls.pending).toBe(1)
    response.end(' and last')
    expect(await call).toMatchObject({ status: 200, data: 'first and last' })
    await closed
  })

  it('is cut when its client is closed', async () => {
    const { bando, response, call } = await beginRequest()
    const cut = once(response, 'close')
    await bando.client.close()
    expect(await call).toMatchObject({ code: 'ERR_BANDO_CLOSED', cause: { code: 'closed', status: 200 } })
    await cut
  })

  it('is cut when its caller aborts', async () => {
    const controller = new AbortController()
    const { response, call } = await beginRequest({ signal: controller.signal })
    const cut = once(response, 'close')
    controller.abort()
    expect(await call).toMatchObject({ code: 'ERR_CANCELED' })
    await cut
  })

  it('is cut when its caller unsubscribes', async () => {
    const { next, http, bando } = await startRaw()
    const subscription = http.get('/events').subscribe()
    const response = await next()
    const cut = once(response, 'close')
    begin(response)
    await handedOver(bando)
    subscription.unsubscribe()
    await cut
  })

  it('fails without the request if it ends too early', async () => {
    const { response, call } = await beginRequest({}, { 'Content-Length': '100' })
    response.destroy()
    const error = await call
    expect(error).toMatchObject({ code: 'ERR_NETWORK', message: 'aborted', cause: { code: 'ECONNRESET' } })
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(token)
  })

  it.each([
    ['all', ''],
    ['all', 'and more'],
    ['', ''],
  ])(
    'that comes with its head, as %o and %o, leaves its connection to the next request',
    async (start, rest) => {
      const { next, http } = await startRaw()
      const sockets = new Set<unknown>()
      for (let id = 0; id < 3; id += 1) {
        const call = lastValueFrom(http.get<string>('/coolness', { params: { id } }))
        const response = await next()
        sockets.add(response.socket)
        if (rest !== '') response.write(start)
        response.end(rest === '' ? start : rest)
        expect((await call).data).toBe(start + rest)
      }
      expect(sockets.size).toBe(1)
    },
  )

  it.each([
    ['maxBodyBytes', {}, { code: 'ERR_BANDO_BODY', cause: { reason: 'tooLong' } }],
    ['maxContentLength', { maxContentLength: 3 }, { code: 'ERR_BAD_RESPONSE' }],
  ])('that comes with its head fails if it is longer than %s', async (_, config, expected) => {
    const { next, http } = await startRaw({ maxBodyBytes: 4 })
    const call = lastValueFrom(http.get('/coolness', config)).catch((error: unknown) => error)
    const response = await next()
    response.end('first')
    expect(await call).toMatchObject(expected)
  })

  it('is let go if its caller has left before its head', async () => {
    const { next, http } = await startRaw()
    const subscription = http.get('/events').subscribe()
    const response = await next()
    const cut = once(response, 'close')
    // The client waits for the response: it tells whether the token is good.
    subscription.unsubscribe()
    begin(response)
    await cut
  })

  it('fails without the token if its adapter fails with the request', async () => {
    const axiosRef = axios.create({
      adapter: async (config) => {
        const failure = new AxiosError(`of ${String(config.headers.get('authorization'))}`, 'EBODY', config)
        const data = new Readable({ read: () => data.destroy(failure) })
        return { data, status: 200, statusText: 'OK', headers: {}, config }
      },
    })
    const bando = new BandoService({ token, store: memoryStore() }, { axiosRef })
    onTestFinished(() => bando.close())
    const call = lastValueFrom(new BandoHttpService(bando).get('/coolness'))
    const error: unknown = await call.catch((error: unknown) => error)
    expect(error).toMatchObject({ message: 'of Bearer …', cause: { code: 'EBODY' } })
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(token)
  })
})
