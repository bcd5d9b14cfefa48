import { memoryStore } from '@bando/core'
import { HttpModule, HttpService } from '@nestjs/axios'
import { ConsoleLogger, Inject, Injectable, Logger, Module } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import axios from 'axios'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { BandoModuleOptions, BandoOptionsFactory } from '../src/index.ts'
import { BandoModule, BandoService, getBandoToken, InjectBando } from '../src/index.ts'
import { compile, startMock, until } from './setUp.ts'

it('forRoot gives a BandoService that knows what it was told', async () => {
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

it('isGlobal lets every module inject it, and a name tells accounts apart', async () => {
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

it('without isGlobal only the modules that import it can inject it', async () => {
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

it('closes the client when the application shuts down, and whoever waits in it hears so', async () => {
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

it('asks through HttpService, its interceptors included', async () => {
  const { url } = await startMock()
  const moduleRef = await compile(BandoModule.forRoot({ baseUrl: url, store: memoryStore() }))
  const seen: (string | undefined)[] = []
  moduleRef.get(HttpService, { strict: false }).axiosRef.interceptors.request.use((config) => {
    seen.push(config.url)
    return config
  })
  await moduleRef.get(BandoService).get('/coolness')
  expect(seen).toEqual([`${url}/coolness`])
})

it('asks through the HttpService of the imports, where there is one', async () => {
  const { url } = await startMock()
  const seen: (string | undefined)[] = []
  const beforeSending = (config: { url?: string | undefined }): void => {
    seen.push(config.url)
  }
  @Module({ imports: [HttpModule.register({})], exports: [HttpModule] })
  class OurHttpModule {
    constructor(@Inject(HttpService) http: HttpService) {
      http.axiosRef.interceptors.request.use((config) => {
        beforeSending(config)
        return config
      })
    }
  }
  const moduleRef = await compile(
    BandoModule.forRootAsync({
      imports: [OurHttpModule],
      useFactory: () => ({ baseUrl: url, store: memoryStore() }),
    }),
  )
  await moduleRef.get(BandoService).get('/coolness')
  expect(seen).toEqual([`${url}/coolness`])
})

it('leaves alone, and is left alone by, the axios instance that all share', async () => {
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

it('asks through `fetch` and speaks through `logger`, where they are given', async () => {
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
  await expect
    .poll(() => error)
    .toHaveBeenCalledWith(expect.stringContaining('listener'), {
      error: expect.objectContaining({ message: 'our own listener' }),
    })
})
