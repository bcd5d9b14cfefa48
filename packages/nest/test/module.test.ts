import type { ClientRequest } from 'node:http'
import { Agent } from 'node:http'
import { memoryStore } from '@bando/core'
import { HttpModule, HttpService } from '@nestjs/axios'
import { ConsoleLogger, Inject, Injectable, Logger, Module } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import axios from 'axios'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { BandoModuleOptions, BandoOptionsFactory } from '../src/index.ts'
import { BandoModule, BandoService, getBandoToken, InjectBando } from '../src/index.ts'
import { compile, startMock, until } from './setUp.ts'

it('forRoot provides a BandoService with its options', async () => {
  const { mock, url, token } = await startMock()
  const moduleRef = await compile(BandoModule.forRoot({ baseUrl: url, token, store: memoryStore() }))
  const bando = moduleRef.get(BandoService)
  expect(await bando.get('/coolness')).toMatchObject({ status: 200, data: { coolness: expect.any(Number) } })
  expect(bando.state).toMatchObject({ auth: { status: 'verified' }, limit: { remaining: 99 } })
  expect(mock.log).toHaveLength(1)
})

it.each(['useFactory', 'useClass', 'useExisting'] as const)('forRootAsync takes %s', async (kind) => {
  const { url, token } = await startMock()
  @Injectable()
  class Settings implements BandoOptionsFactory {
    async createBandoOptions(): Promise<BandoModuleOptions> {
      return { baseUrl: url, token, store: memoryStore() }
    }
  }
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}
  const ways = {
    useFactory: { useFactory: (settings: Settings) => settings.createBandoOptions(), inject: [Settings] },
    useClass: { useClass: Settings },
    useExisting: { useExisting: Settings },
  }
  const moduleRef = await compile(
    BandoModule.forRootAsync({ imports: [SettingsModule], name: 'async', ...ways[kind] }),
  )
  const bando = moduleRef.get<BandoService>(getBandoToken('async'))
  expect(await bando.get('/coolness')).toMatchObject({ status: 200 })
  expect(bando.state.auth.status).toBe('verified')
})

it('isGlobal lets every module inject it, and a name selects an account', async () => {
  const { url, token } = await startMock()
  @Injectable()
  class Shop {
    constructor(
      @Inject(BandoService) readonly bando: BandoService,
      @InjectBando('second') readonly second: BandoService,
    ) {}
  }
  @Module({ providers: [Shop], exports: [Shop] })
  class ShopModule {}
  const moduleRef = await compile(
    BandoModule.forRoot({ baseUrl: url, token, isGlobal: true }),
    BandoModule.forRootAsync({ useFactory: () => ({ baseUrl: url }), isGlobal: true, name: 'second' }),
    { module: ShopModule },
  )
  const { bando, second } = moduleRef.get(Shop, { strict: false })
  expect(second).toBe(moduleRef.get(getBandoToken('second'), { strict: false }))
  expect([bando.state.auth.status, second.state.auth.status]).toEqual(['unverified', 'anonymous'])
})

it('only modules that import it can inject it without isGlobal', async () => {
  @Module({ providers: [{ provide: 'shop', useFactory: (bando: unknown) => bando, inject: [BandoService] }] })
  class ShopModule {}
  const compiling = Test.createTestingModule({ imports: [BandoModule.forRoot({}), ShopModule] })
    .setLogger(new ConsoleLogger({ logLevels: [] }))
    .compile()
  await expect(compiling).rejects.toThrow(/can't resolve dependencies of the "?shop/)
})

it('two forRoot() of one account share one budget', async () => {
  const { url, token } = await startMock()
  const one = await compile(BandoModule.forRoot({ baseUrl: url, token }))
  const two = await compile(BandoModule.forRoot({ baseUrl: url, token }))
  await one.get(BandoService).get('/coolness')
  expect(two.get(BandoService).state.limit.remaining).toBe(99)
})

it('closes the client when the application shuts down, and refuses its waiting calls', async () => {
  const limit = { requests: 1, windowMs: 60_000 }
  const { url, token } = await startMock({ limit })
  const moduleRef = await Test.createTestingModule({
    imports: [BandoModule.forRoot({ baseUrl: url, token, limit, maxWaitMs: Infinity, store: memoryStore() })],
  }).compile()
  const app = moduleRef.createNestApplication()
  await app.init()
  const bando = app.get(BandoService)
  await bando.get('/coolness')
  const waiting = bando.get('/coolness', { query: { id: 2 } }).catch((error: unknown) => error)
  await until(bando, ({ queue }) => queue.waiting === 1)
  await app.close()
  expect(await waiting).toMatchObject({ code: 'closed', sent: false })
  await expect(bando.get('/coolness')).rejects.toMatchObject({ code: 'closed' })
})

/** An agent that notes whose requests it makes. */
class NotingAgent extends Agent {
  readonly paths: string[] = []
  // Overrides what Node's types leave out.
  addRequest(request: ClientRequest, ...others: unknown[]): void {
    this.paths.push(request.path)
    Reflect.apply(Reflect.get(Agent.prototype, 'addRequest') as () => void, this, [request, ...others])
  }
}

it.each([
  ['the imports of forRoot', false],
  ['a global HttpModule', true],
])('connects through the agents of %s, and through none of its interceptors', async (_, global) => {
  const { mock, url, token } = await startMock()
  const httpAgent = new NotingAgent()
  const theirs = { baseURL: 'http://127.0.0.1:1', auth: { username: 'their', password: 'own' } }
  const http = HttpModule.register({ httpAgent, global, headers: { 'X-Api-Key': 'theirs' }, ...theirs })
  const options = { baseUrl: url, token, store: memoryStore() }
  const moduleRef = await compile(
    ...(global ? [http] : []),
    BandoModule.forRoot({ ...options, imports: global ? [] : [http] }),
  )
  const intercepted = vi.fn()
  moduleRef.get(HttpService, { strict: false }).axiosRef.interceptors.request.use(intercepted)
  await moduleRef.get(BandoService).get('/coolness')
  expect(httpAgent.paths).toEqual(['/coolness'])
  expect(intercepted).not.toHaveBeenCalled()
  expect(mock.log).toMatchObject([{ status: 200 }])
})

it('takes the agents that forRootAsync imports', async () => {
  const { url } = await startMock()
  const httpAgent = new NotingAgent()
  const moduleRef = await compile(
    BandoModule.forRootAsync({
      imports: [HttpModule.registerAsync({ useFactory: () => ({ httpAgent }) })],
      useFactory: () => ({ baseUrl: url, store: memoryStore() }),
    }),
  )
  await moduleRef.get(BandoService).get('/coolness')
  expect(httpAgent.paths).toEqual(['/coolness'])
})

it('neither changes the global axios instance nor uses its defaults', async () => {
  const { url } = await startMock()
  const id = axios.interceptors.request.use(() => {
    throw new Error('for another API')
  })
  onTestFinished(() => axios.interceptors.request.eject(id))
  const moduleRef = await compile(BandoModule.forRoot({ baseUrl: url, store: memoryStore() }))
  expect(await moduleRef.get(BandoService).get('/coolness')).toMatchObject({ status: 200 })
})

const listenerThrows = (bando: BandoService): Promise<unknown> => {
  bando.client.on('response', () => {
    throw new Error('our own listener')
  })
  return bando.get('/coolness')
}

it('uses the options `fetch` and `logger`', async () => {
  const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const fetch = async (): Promise<Response> => Response.json({ theirs: true })
  const moduleRef = await compile(BandoModule.forRoot({ fetch, logger, store: memoryStore() }))
  expect(await listenerThrows(moduleRef.get(BandoService))).toMatchObject({ data: { theirs: true } })
  await expect.poll(() => logger.error).toHaveBeenCalledOnce()
})

it("speaks through Nest's own logger otherwise", async () => {
  const error = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => {})
  const fetch = async (): Promise<Response> => Response.json({})
  const moduleRef = await compile(BandoModule.forRoot({ fetch, store: memoryStore() }))
  await listenerThrows(moduleRef.get(BandoService))
  await expect.poll(() => error.mock.calls).toEqual([[expect.stringMatching(/listener[^]*our own listener/)]])
})
