import { createMock } from '@bando/mock'
import { BandoModule, BandoService } from '@bando/nest'
import { overrideBando } from '@bando/nest/testing'
import { Injectable, Module } from '@nestjs/common'
import { Test } from '@nestjs/testing'

@Injectable()
class Shop {
  constructor(private readonly bando: BandoService) {}

  async coolness(): Promise<number> {
    return (await this.bando.get<{ coolness: number }>('/coolness')).data.coolness
  }
}

@Module({ imports: [BandoModule.forRoot({ token: 'bando_of_production' })], providers: [Shop] })
class AppModule {}

describe('Shop', () => {
  it('knows how cool it is, with one request', async () => {
    const mock = createMock()
    const builder = Test.createTestingModule({ imports: [AppModule] })
    const moduleRef = await overrideBando(builder, { mock }).compile()
    expect(await moduleRef.get(Shop).coolness()).toEqual(expect.any(Number))
    expect(mock.log).toHaveLength(1)
    await moduleRef.close()
  })
})
