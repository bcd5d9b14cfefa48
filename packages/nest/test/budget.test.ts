import { memoryStore } from '@bando/core'
import type { INestApplication } from '@nestjs/common'
import { Controller, Get, Inject, Query } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import { Test } from '@nestjs/testing'
import type { Observable } from 'rxjs'
import { map } from 'rxjs'
import request from 'supertest'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  BandoBudget,
  BandoExceptionFilter,
  BandoHttpService,
  BandoModule,
  BandoService,
} from '../src/index.ts'
import { startMock } from './setUp.ts'

@Controller()
@BandoBudget({ priority: 'low', maxWaitMs: 0 })
class CoolnessController {
  constructor(
    @Inject(BandoService) private readonly bando: BandoService,
    @Inject(BandoHttpService) private readonly http: BandoHttpService,
  ) {}

  @Get('promise')
  async promise(@Query('id') id: string): Promise<unknown> {
    return (await this.bando.get('/coolness', { query: { id } })).data
  }

  @Get('observable')
  observable(@Query('id') id: string): Observable<unknown> {
    return this.bando.rx.get('/coolness', { query: { id } }).pipe(map(({ data }) => data))
  }

  @Get('axios')
  axios(@Query('id') id: string): Observable<unknown> {
    return this.http.get('/coolness', { params: { id } }).pipe(map(({ data }) => data as unknown))
  }

  @Get('urgent')
  @BandoBudget({ priority: 'high' })
  async urgent(@Query('id') id: string): Promise<unknown> {
    return this.promise(id)
  }

  @Get('own')
  async own(@Query('id') id: string): Promise<unknown> {
    return (await this.bando.get('/coolness', { query: { id }, priority: 'normal', maxWaitMs: 5000 })).data
  }
}

async function start(): Promise<INestApplication> {
  const limit = { requests: 2, windowMs: 3_600_000 }
  const { url, token } = await startMock({ limit })
  const moduleRef = await Test.createTestingModule({
    imports: [BandoModule.forRoot({ baseUrl: url, token, limit, store: memoryStore(), maxWaitMs: Infinity })],
    controllers: [CoolnessController],
    providers: [{ provide: APP_FILTER, useClass: BandoExceptionFilter }],
  }).compile()
  const app = moduleRef.createNestApplication({ logger: false })
  await app.init()
  onTestFinished(() => app.close())
  return app
}

describe('@BandoBudget', () => {
  it.each(['promise', 'observable', 'axios'])(
    'bounds the wait of the calls of a handler: %s',
    async (path) => {
      const app = await start()
      const ask = async (id: number): Promise<number> =>
        (await request(app.getHttpServer()).get(`/${path}`).query({ id })).status
      expect([await ask(1), await ask(2), await ask(3)]).toEqual([200, 200, 429])
    },
  )

  it('takes each option from the call, else from the method, else from the class', async () => {
    const app = await start()
    const calls = vi.spyOn(app.get(BandoService).client, 'request')
    for (const path of ['promise', 'urgent', 'own']) await request(app.getHttpServer()).get(`/${path}`)
    expect(calls.mock.calls.map(([, , options]) => options)).toMatchObject([
      { priority: 'low', maxWaitMs: 0 },
      { priority: 'high', maxWaitMs: 0 },
      { priority: 'normal', maxWaitMs: 5000 },
    ])
  })

  it('does not affect concurrent handlers or later calls', async () => {
    const app = await start()
    const bando = app.get(BandoService)
    const calls = vi.spyOn(bando.client, 'request')
    await Promise.all([
      request(app.getHttpServer()).get('/promise'),
      bando.get('/coolness', { query: { a: 1 } }),
    ])
    await bando.get('/coolness', { query: { b: 1 }, maxWaitMs: 0 }).catch(() => {})
    const ours = calls.mock.calls
      .map(([, , options]) => options)
      .filter((each) => each?.query && !('id' in each.query))
    expect(ours).toEqual(
      [{ query: { a: 1 } }, { query: { b: 1 }, maxWaitMs: 0 }].map((each) => expect.objectContaining(each)),
    )
    for (const each of ours) expect(each?.priority).toBeUndefined()
  })
})
