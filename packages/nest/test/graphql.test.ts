import { ApolloDriver } from '@nestjs/apollo'
import { Inject } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import { GraphQLModule, Query, Resolver } from '@nestjs/graphql'
import { Test } from '@nestjs/testing'
import request from 'supertest'
import { expect, it, onTestFinished } from 'vitest'
import { BandoBudget, BandoExceptionFilter, BandoModule, BandoService } from '../src/index.ts'
import { startMock } from './setUp.ts'

@Resolver()
class CoolnessResolver {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  @Query(() => String)
  @BandoBudget({ maxWaitMs: 0 })
  async coolness(): Promise<string> {
    return String((await this.bando.get<{ coolness: number }>('/coolness')).data.coolness)
  }
}

it('answers a refused call with a GraphQL error that reveals nothing of the account', async () => {
  const limit = { requests: 1, windowMs: 3_600_000 }
  const { url, token } = await startMock({ limit })
  const moduleRef = await Test.createTestingModule({
    imports: [
      BandoModule.forRoot({ baseUrl: url, token, limit }),
      GraphQLModule.forRoot({ driver: ApolloDriver, autoSchemaFile: true }),
    ],
    providers: [CoolnessResolver, { provide: APP_FILTER, useClass: BandoExceptionFilter }],
  }).compile()
  const app = moduleRef.createNestApplication({ logger: false })
  await app.init()
  onTestFinished(() => app.close())
  const ask = async (): Promise<unknown> =>
    (await request(app.getHttpServer()).post('/graphql').send({ query: '{ coolness }' })).body
  expect(await ask()).toEqual({ data: { coolness: expect.stringMatching(/^\d+/) } })
  expect(await ask()).toMatchObject({
    data: null,
    errors: [
      {
        message: 'Too many requests for now.',
        extensions: { code: 'TOO_MANY_REQUESTS', statusCode: 429, retryAfterMs: expect.any(Number) },
      },
    ],
  })
  expect(JSON.stringify(await ask())).not.toMatch(/budget|token|maxWaitMs/i)
})
