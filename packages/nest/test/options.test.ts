import { memoryStore } from '@bando/core'
import { ConfigModule, ConfigService } from '@nestjs/config'
import { tokenFromEnv } from '@bando/core/node'
import { Inject, Injectable, Logger, Module, Scope } from '@nestjs/common'
import { REQUEST } from '@nestjs/core'
import { Test } from '@nestjs/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { BandoModuleOptions, BandoOptionsFactory } from '../src/index.ts'
import {
  BandoHealthIndicator,
  BandoHttpService,
  BandoModule,
  BandoService,
  BandoTenants,
  InjectBando,
} from '../src/index.ts'
import { compile, startMock } from './setUp.ts'

describe('options are checked at start-up', () => {
  it.each<[string, object, RegExp]>([
    ['maxWaitMs', { maxWaitMs: -1 }, /options of BandoModule cannot work\. maxWaitMs.*Found -1/],
    [
      'shutdownTimeoutMs',
      { shutdownTimeoutMs: -1 },
      /shutdownTimeoutMs: needs a duration in ms, from 0\. Found -1/,
    ],
    ['tenantIdleMs', { tenantIdleMs: 'a' }, /tenantIdleMs: needs a duration in ms, from 0\. Found "a"/],
    [
      'logLevels',
      { logLevels: ['info'] },
      /logLevels: needs a list of error, warn, log, debug\. Found \["info"\]/,
    ],
    ['token', { token: '<bando_api_token>' }, /BandoModule cannot work\. The token is a placeholder/],
  ])('%s', async (_, options, message) => {
    await expect(compile(BandoModule.forRoot(options))).rejects.toThrow(message)
  })

  it('with the name of the account', async () => {
    const compiling = compile(BandoModule.forRoot({ name: 'second', maxWaitMs: -1 }))
    await expect(compiling).rejects.toThrow(/of the account "second" cannot work/)
  })

  it('if the factory returns nothing, or fails', async () => {
    const none = compile(
      BandoModule.forRootAsync({ useFactory: () => undefined as unknown as BandoModuleOptions }),
    )
    await expect(none).rejects.toThrow(/factory returned undefined\. Return an object/)
    const fails = compile(
      BandoModule.forRootAsync({ useFactory: () => Promise.reject(new Error('no vault')) }),
    )
    await expect(fails).rejects.toThrow('no vault')
  })

  const useFactory = (): BandoModuleOptions => ({ token: 'bando_tenant' })
  @Injectable({ scope: Scope.REQUEST })
  class Tenant implements BandoOptionsFactory {
    createBandoOptions = useFactory
  }

  it.each([
    ['the request', { useFactory, inject: [REQUEST] }],
    ['a provider of the scope', { useFactory, inject: [Tenant], extraProviders: [Tenant] }],
    ['a class of the scope', { useClass: Tenant }],
    ['a second account', { useFactory, inject: [REQUEST], name: 'second' }],
  ])('if they are made for each request: %s', async (_, options) => {
    const moduleRef = await Test.createTestingModule({
      imports: [BandoModule.forRootAsync(options)],
    }).compile()
    const app = moduleRef.createNestApplication({ logger: false })
    onTestFinished(() => app.close())
    await expect(app.init()).rejects.toThrow(/request-scoped.*BandoTenants/)
  })
})

describe('a token of the environment', () => {
  it('that is read too early causes a warning', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => {})
    await compile(BandoModule.forRoot({ token: process.env['BANDO_NOT_SET'] }))
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/token is undefined[^]*tokenFromEnv/)]])
    await compile(BandoModule.forRoot({}))
    expect(warn).toHaveBeenCalledOnce()
  })

  it.each(['tokenFromEnv', 'ConfigService'])('is read in time with %s', async (way) => {
    const { url, token } = await startMock()
    const shared = { baseUrl: url, store: memoryStore() }
    const bandoModule =
      way === 'tokenFromEnv'
        ? BandoModule.forRoot({ ...shared, token: tokenFromEnv('BANDO_LATE') })
        : BandoModule.forRootAsync({
            inject: [ConfigService],
            useFactory: (config: ConfigService) => ({
              ...shared,
              token: config.getOrThrow<string>('BANDO_LATE'),
            }),
          })
    vi.stubEnv('BANDO_LATE', token)
    onTestFinished(() => void vi.unstubAllEnvs())
    const moduleRef = await compile(
      ConfigModule.forRoot({ isGlobal: true, ignoreEnvFile: true }),
      bandoModule,
    )
    await moduleRef.get(BandoService).get('/coolness')
    expect(moduleRef.get(BandoService).state.auth.status).toBe('verified')
  })
})

it('every provider of a second account can be injected by its name', async () => {
  const { url, token } = await startMock()
  @Injectable()
  class Shop {
    constructor(
      @InjectBando('second') readonly bando: BandoService,
      @InjectBando('second', BandoHttpService) readonly http: BandoHttpService,
      @InjectBando('second', BandoTenants) readonly tenants: BandoTenants,
      @InjectBando('second', BandoHealthIndicator) readonly health: BandoHealthIndicator,
    ) {}
  }
  const first = BandoModule.forRoot({ baseUrl: url, store: memoryStore() })
  const second = BandoModule.forRoot({ baseUrl: url, token, name: 'second', store: memoryStore() })
  @Module({ imports: [first, second], providers: [Shop] })
  class ShopModule {}
  const moduleRef = await compile({ module: ShopModule })
  const { bando, http, tenants, health } = moduleRef.get(Shop)
  await http.axiosRef.get('/coolness')
  expect(health.isHealthy('second').second).toMatchObject({ status: 'up', auth: 'verified', remaining: 99 })
  expect([bando.state.auth.status, tenants.size]).toEqual(['verified', 0])
  expect(moduleRef.get(BandoService).state.auth.status).toBe('anonymous')
})

it('the factory can inject extraProviders', async () => {
  @Injectable()
  class Vault {
    readonly token = 'bando_of_the_vault'
  }
  const moduleRef = await compile(
    BandoModule.forRootAsync({
      extraProviders: [Vault],
      inject: [Vault],
      useFactory: ({ token }: Vault) => ({ token, store: memoryStore() }),
    }),
  )
  expect(moduleRef.get(BandoService).state.auth.status).toBe('unverified')
})

it('a request-scoped consumer gets the one client', async () => {
  @Injectable({ scope: Scope.REQUEST })
  class Shop {
    constructor(@Inject(BandoService) readonly bando: BandoService) {}
  }
  @Module({ imports: [BandoModule.forRoot({ store: memoryStore() })], providers: [Shop] })
  class ShopModule {}
  const moduleRef = await compile({ module: ShopModule })
  const shops = [await moduleRef.resolve(Shop), await moduleRef.resolve(Shop)]
  expect(shops[0]).not.toBe(shops[1])
  expect(shops[0]?.bando).toBe(shops[1]?.bando)
})
