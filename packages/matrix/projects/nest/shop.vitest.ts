import type { Mock } from '@bando/mock'
import { BandoService } from '@bando/nest'
import { BANDO_MOCK, BandoTestingModule } from '@bando/nest/testing'
import { Inject, Injectable } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { expect, it } from 'vitest'

@Injectable()
class Shop {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  async coolness(): Promise<number> {
    return (await this.bando.get<{ coolness: number }>('/coolness')).data.coolness
  }
}

it('knows how cool it is, with one request', async () => {
  const moduleRef = await Test.createTestingModule({
    imports: [BandoTestingModule.forRoot()],
    providers: [Shop],
  }).compile()
  expect(await moduleRef.get(Shop).coolness()).toEqual(expect.any(Number))
  expect(moduleRef.get<Mock>(BANDO_MOCK).log).toHaveLength(1)
  await moduleRef.close()
})
