import { ManualClock } from '@bando/core/testing'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import { Inject, Injectable, Module } from '@nestjs/common'
import type { TestingModule } from '@nestjs/testing'
import { Test } from '@nestjs/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BandoHttpService, BandoModule, BandoService, getBandoToken } from '../src/index.ts'
import { BANDO_MOCK, BandoTestingModule, overrideBando } from '../src/testing/index.ts'

@Injectable()
class Shop {
  constructor(
    @Inject(BandoService) readonly bando: BandoService,
    @Inject(BandoHttpService) readonly http: BandoHttpService,
  ) {}
}

@Module({ providers: [Shop], exports: [Shop] })
class ShopModule {}

function closed(moduleRef: TestingModule): TestingModule {
  onTestFinished(() => moduleRef.close())
  return moduleRef
}

describe('BandoTestingModule', () => {
  it('provides the client and the HttpService on a mock', async () => {
    const moduleRef = closed(
      await Test.createTestingModule({ imports: [BandoTestingModule.forRoot(), ShopModule] }).compile(),
    )
    const { bando, http } = moduleRef.get(Shop)
    expect(await bando.get('/coolness')).toMatchObject({ data: { coolness: expect.any(Number) } })
    expect(await http.axiosRef.get('/coolness')).toMatchObject({ status: 200 })
    expect(moduleRef.get<Mock>(BANDO_MOCK).log.map(({ status }) => status)).toEqual([200, 200])
    expect(bando.state).toMatchObject({ auth: { status: 'verified' }, limit: { remaining: 98 } })
  })

  it('passes an hour at once with a clock of the test', async () => {
    const clock = new ManualClock()
    const limit = { requests: 1, windowMs: 3_600_000 }
    const moduleRef = closed(
      await Test.createTestingModule({
        imports: [
          BandoTestingModule.forRoot({ clock, limit, mock: { limit }, maxWaitMs: Infinity }),
          ShopModule,
        ],
      }).compile(),
    )
    const { bando } = moduleRef.get(Shop)
    await bando.get('/coolness')
    const second = bando.get('/coolness')
    await clock.advance(3_700_000)
    expect((await second).waitedMs).toBeGreaterThan(3_500_000)
    expect(moduleRef.get<Mock>(BANDO_MOCK).log.map(({ status }) => status)).toEqual([200, 200])
  })

  it('takes a name for each account, and a token', async () => {
    const mock = createMock()
    const moduleRef = closed(
      await Test.createTestingModule({
        imports: [BandoTestingModule.forRoot({ mock, name: 'second', token: 'bando_revoked' })],
      }).compile(),
    )
    const bando = moduleRef.get<BandoService>(getBandoToken('second'), { strict: false })
    await expect(bando.get('/coolness')).rejects.toMatchObject({ code: 'rejected' })
    expect(mock.log).toHaveLength(1)
  })
})

describe('overrideBando', () => {
  it('makes an application that imports BandoModule call a mock', async () => {
    @Module({ imports: [BandoModule.forRoot({ token: 'bando_real', isGlobal: true }), ShopModule] })
    class AppModule {}
    const mock = createMock({ limit: { requests: 1, windowMs: 3_600_000 } })
    const builder = overrideBando(Test.createTestingModule({ imports: [AppModule] }), { mock, maxWaitMs: 0 })
    const moduleRef = closed(await builder.compile())
    const { bando } = moduleRef.get(Shop, { strict: false })
    await bando.get('/coolness')
    await expect(bando.get('/coolness')).rejects.toMatchObject({ code: 'limit' })
    expect(mock.log).toHaveLength(1)
  })
})
