import 'reflect-metadata'
import type { Bando } from '@bando/core'
import { isBandoError } from '@bando/core'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import { HttpService } from '@nestjs/axios'
import type { DynamicModule, INestApplication } from '@nestjs/common'
import { Controller, Get, Inject, Injectable, Module, Query } from '@nestjs/common'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { Test } from '@nestjs/testing'
import { lastValueFrom } from 'rxjs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { BandoModuleOptions, BandoOptionsFactory } from '../src/index.ts'
import { BandoExceptionFilter, BandoModule, BandoService, getBandoToken, InjectBando } from '../src/index.ts'

async function startMock(
  options: Parameters<typeof createMock>[0] = {},
): Promise<{ mock: Mock; url: string; token: string }> {
  const mock = createMock(options)
  const { url, close } = await mock.listen()
  onTestFinished(close)
  return { mock, url, token: mock.tokens.issue() }
}

async function compile(...imports: (DynamicModule | Promise<DynamicModule>)[]) {
  const moduleRef = await Test.createTestingModule({ imports }).compile()
  onTestFinished(() => moduleRef.close())
  return moduleRef
}

const ids = Array.from({ length: 50 }, (_, id) => id)

describe('BandoModule', () => {
  it('forRoot gives a BandoService that asks through HttpService', async () => {
    const { mock, url, token } = await startMock()
    const moduleRef = await compile(BandoModule.forRoot({ baseUrl: url, token }))
    const bando = moduleRef.get(BandoService)
    expect(await bando.get('/coolness')).toMatchObject({
      status: 200,
      data: { coolness: expect.any(Number) },
    })
    expect(bando.state.auth.verdict).toBe('verified')
    expect(mock.log).toHaveLength(1)
  })

  it.each(['useFactory', 'useClass', 'useExisting'] as const)('forRootAsync takes %s', async (kind) => {
    const { url, token } = await startMock()
    @Injectable()
    class Settings implements BandoOptionsFactory {
      createBandoOptions(): BandoModuleOptions {
        return { baseUrl: url, token }
      }
    }
    @Module({ providers: [Settings], exports: [Settings] })
    class SettingsModule {}
    const ways = {
      useFactory: { useFactory: (settings: Settings) => settings.createBandoOptions(), inject: [Settings] },
      useClass: { useClass: Settings },
      useExisting: { useExisting: Settings },
    }
    const moduleRef = await compile(BandoModule.forRootAsync({ imports: [SettingsModule], ...ways[kind] }))
    expect(await moduleRef.get(BandoService).get('/coolness')).toMatchObject({ status: 200 })
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
      BandoModule.forRoot({ baseUrl: url, isGlobal: true, name: 'second' }),
      { module: ShopModule },
    )
    const { bando, second } = moduleRef.get(Shop, { strict: false })
    expect(second).toBe(moduleRef.get(getBandoToken('second'), { strict: false }))
    expect([bando.state.auth.verdict, second.state.auth.verdict]).toEqual(['unverified', 'anonymous'])
  })

  it('two forRoot() of one account share one budget (pitfall 39)', async () => {
    const { url, token } = await startMock()
    const [one, two] = [
      await compile(BandoModule.forRoot({ baseUrl: url, token })),
      await compile(BandoModule.forRoot({ baseUrl: url, token })),
    ]
    await one.get(BandoService).get('/coolness')
    expect(two.get(BandoService).state.limit.remaining).toBe(99)
  })

  it('closes the client when the application shuts down', async () => {
    const { url } = await startMock()
    const moduleRef = await Test.createTestingModule({
      imports: [BandoModule.forRoot({ baseUrl: url })],
    }).compile()
    const app = moduleRef.createNestApplication()
    await app.init()
    const bando = app.get(BandoService)
    await app.close()
    await expect(bando.get('/coolness')).rejects.toMatchObject({ code: 'closed' })
  })

  it('rx is cold, and aborts when unsubscribed', async () => {
    const { mock, url, token } = await startMock()
    const { rx, client } = (await compile(BandoModule.forRoot({ baseUrl: url, token }))).get(BandoService)
    const coolness$ = rx.get('/coolness')
    expect(mock.log).toHaveLength(0)
    expect(await lastValueFrom(coolness$)).toMatchObject({ status: 200 })
    mock.faults.next({ delayMs: 60_000 })
    const seen: unknown[] = []
    const subscription = coolness$.subscribe({
      next: (value) => seen.push(value),
      error: (error) => seen.push(error),
    })
    await waitUntil(client, ({ state }) => state.limit.inFlight === 1)
    subscription.unsubscribe()
    await waitUntil(client, ({ state }) => state.limit.inFlight === 0)
    expect(seen).toEqual([])
  })
})

describe('a token that is revoked', () => {
  it('costs one invalid request for fifty calls, each a typed error without it, and the good one serves at once', async () => {
    const { mock, url, token } = await startMock()
    const bando = (await compile(BandoModule.forRoot({ baseUrl: url, token: 'bando_revoked' }))).get(
      BandoService,
    )
    const outcomes = await Promise.allSettled(ids.map((id) => bando.get('/coolness', { query: { id } })))
    const reasons = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
    expect(reasons.filter((reason) => isBandoError(reason, 'rejected'))).toHaveLength(50)
    expect(mock.log.map(({ status }) => status)).toEqual([401])
    bando.setToken(token)
    expect(await bando.get('/coolness')).toMatchObject({ status: 200, waitedMs: 0 })
  })

  it('is in no error of a transport that fails (pitfall 33)', async () => {
    const bando = (
      await compile(
        BandoModule.forRoot({ baseUrl: 'http://127.0.0.1:1', token: 'bando_s3cret', retry: { attempts: 1 } }),
      )
    ).get(BandoService)
    const error: unknown = await bando.get('/coolness').catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'network', sent: false, cause: { code: 'ECONNREFUSED' } })
    const { inspect } = await import('node:util')
    expect(inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error)).not.toContain('s3cret')
  })
})

@Controller()
class CoolnessController {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  @Get('coolness')
  async coolness(@Query('id') id: string): Promise<unknown> {
    return (await this.bando.get('/coolness', { query: { id } })).data
  }

  @Get('broken')
  broken(): never {
    throw new Error('ours')
  }
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
] as const)('under %s, BandoExceptionFilter', (_, adapter) => {
  async function start(options: BandoModuleOptions): Promise<string> {
    const moduleRef = await Test.createTestingModule({
      imports: [BandoModule.forRoot(options)],
      controllers: [CoolnessController],
    }).compile()
    const app: INestApplication = moduleRef.createNestApplication(adapter(), { logger: false })
    app.useGlobalFilters(new BandoExceptionFilter(app.getHttpAdapter()))
    await app.listen(0, '127.0.0.1')
    onTestFinished(() => app.close())
    return app.getUrl()
  }

  it('turns a spent budget into a 429 with Retry-After', async () => {
    const limit = { requests: 2, windowMs: 60_000 }
    const { mock, url, token } = await startMock({ limit })
    const app = await start({ baseUrl: url, token, limit, maxWaitMs: 0 })
    const statuses: number[] = []
    for (const id of [1, 2]) statuses.push((await fetch(`${app}/coolness?id=${id}`)).status)
    const refused = await fetch(`${app}/coolness?id=3`)
    expect([...statuses, refused.status]).toEqual([200, 200, 429])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(await refused.json()).toMatchObject({ status: 429, title: expect.any(String) })
    expect(mock.log.map(({ status }) => status)).toEqual([200, 200])
  })

  it('never passes on a 401 of ours', async () => {
    const { url } = await startMock()
    const app = await start({ baseUrl: url, token: 'bando_revoked' })
    const refused = await fetch(`${app}/coolness`)
    expect(refused.status).toBe(503)
    expect(await refused.text()).not.toMatch(/token|bando_/i)
  })

  it('leaves other errors to Nest', async () => {
    const { url } = await startMock()
    expect((await fetch(`${await start({ baseUrl: url })}/broken`)).status).toBe(500)
  })
})

it('asks through HttpService, its interceptors included', async () => {
  const { url } = await startMock()
  const moduleRef = await compile(BandoModule.forRoot({ baseUrl: url }))
  const seen: string[] = []
  moduleRef.get(HttpService, { strict: false }).axiosRef.interceptors.request.use((config) => {
    seen.push(String(config.url))
    return config
  })
  await moduleRef.get(BandoService).get('/coolness')
  expect(seen).toEqual([`${url}/coolness`])
})

function waitUntil(client: Bando, isSo: (client: Bando) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.subscribe(look)
    function look(): void {
      if (!isSo(client)) return
      stop()
      resolve()
    }
    look()
  })
}
