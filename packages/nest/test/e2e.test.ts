import { once } from 'node:events'
import { memoryStore } from '@bando/core'
import type { Mock } from '@bando/mock'
import type { INestApplication } from '@nestjs/common'
import { Controller, Get, Inject, Module, Param, Post, Scope, UseFilters } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import type { MicroserviceOptions } from '@nestjs/microservices'
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices'
import { ExpressAdapter } from '@nestjs/platform-express'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { WsAdapter } from '@nestjs/platform-ws'
import { Test } from '@nestjs/testing'
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import type { Observable } from 'rxjs'
import { lastValueFrom, map } from 'rxjs'
import request from 'supertest'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { BandoModuleOptions } from '../src/index.ts'
import {
  BandoBudget,
  BandoExceptionFilter,
  BandoHttpService,
  BandoModule,
  BandoService,
  BandoTenants,
  InjectBando,
} from '../src/index.ts'
import { freePort, startMock } from './setUp.ts'

interface Coolness {
  readonly coolness: number
}

@Controller()
@BandoBudget({ maxWaitMs: 0 })
class CoolnessController {
  constructor(
    @Inject(BandoService) private readonly bando: BandoService,
    @InjectBando('anonymous') private readonly anonymous: BandoService,
    @Inject(BandoHttpService) private readonly http: BandoHttpService,
    @Inject(BandoTenants) private readonly tenants: BandoTenants,
  ) {}

  @Get('promise')
  async promise(): Promise<Coolness> {
    return (await this.bando.get<Coolness>('/coolness')).data
  }

  @Get('observable')
  observable(): Observable<Coolness> {
    return this.bando.rx.get<Coolness>('/coolness').pipe(map(({ data }) => data))
  }

  @Get('axios')
  axios(): Observable<Coolness> {
    return this.http.get<Coolness>('/coolness').pipe(map(({ data }) => data))
  }

  @Get('missing')
  missing(): Observable<unknown> {
    return this.http.get('/no-such-path')
  }

  @Get('anonymous')
  async asAnonymous(): Promise<Coolness> {
    return (await this.anonymous.get<Coolness>('/coolness')).data
  }

  @Post('tenants/:token')
  async asTenant(@Param('token') token: string): Promise<Coolness> {
    return (await this.tenants.get(token).get<Coolness>('/coolness')).data
  }

  @MessagePattern('coolness')
  message(): Observable<Coolness> {
    return this.observable()
  }
}

@Controller({ path: 'scoped', scope: Scope.REQUEST })
class ScopedController {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  @Get()
  async scoped(): Promise<unknown> {
    return (await this.bando.get('/coolness', { maxWaitMs: 0 })).data
  }
}

@UseFilters(BandoExceptionFilter)
@WebSocketGateway()
class CoolnessGateway {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  @SubscribeMessage('coolness')
  async coolness(): Promise<unknown> {
    return { event: 'coolness', data: (await this.bando.get('/coolness')).data }
  }
}

interface Started {
  readonly app: INestApplication
  readonly mock: Mock
  readonly token: string
  readonly tcp: () => Promise<unknown>
  readonly ws: () => Promise<unknown>
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
] as const)('an application under %s', (_, adapter) => {
  async function start(mockOptions = {}, options: BandoModuleOptions = {}): Promise<Started> {
    const { mock, url, token } = await startMock(mockOptions)
    const shared = { baseUrl: url, store: memoryStore(), isGlobal: true }
    @Module({ controllers: [ScopedController], providers: [CoolnessGateway] })
    class FeatureModule {}
    const moduleRef = await Test.createTestingModule({
      imports: [
        BandoModule.forRoot({ ...shared, token, ...options }),
        BandoModule.forRoot({ ...shared, name: 'anonymous' }),
        FeatureModule,
      ],
      controllers: [CoolnessController],
      providers: [{ provide: APP_FILTER, useClass: BandoExceptionFilter }],
    }).compile()
    const app: INestApplication = moduleRef.createNestApplication(adapter(), { logger: false })
    app.useWebSocketAdapter(new WsAdapter(app))
    const address = { host: '127.0.0.1', port: await freePort() }
    app.connectMicroservice<MicroserviceOptions>(
      { transport: Transport.TCP, options: address },
      { inheritAppConfig: true },
    )
    await app.startAllMicroservices()
    await app.listen(0, '127.0.0.1')
    if (adapter() instanceof FastifyAdapter)
      await (app as NestFastifyApplication).getHttpAdapter().getInstance().ready()
    onTestFinished(() => app.close())

    const tcp = async (): Promise<unknown> => {
      const client = ClientProxyFactory.create({ transport: Transport.TCP, options: address })
      const answer = lastValueFrom(client.send('coolness', {})).catch((error: unknown) => error)
      return answer.finally(() => client.close())
    }
    const ws = async (): Promise<unknown> => {
      const socket = new WebSocket((await app.getUrl()).replace('http', 'ws'))
      await once(socket, 'open')
      socket.send(JSON.stringify({ event: 'coolness', data: {} }))
      const [message] = (await once(socket, 'message')) as [Buffer]
      socket.close()
      return JSON.parse(message.toString())
    }
    return { app, mock, token, tcp, ws }
  }

  it('answers requests in every way', async () => {
    const { app, mock, tcp, ws } = await start()
    const served = { coolness: expect.any(Number) }
    for (const path of ['promise', 'observable', 'axios', 'anonymous', 'scoped']) {
      const { status, body } = await request(app.getHttpServer()).get(`/${path}`)
      expect([path, status, body]).toEqual([path, 200, expect.objectContaining(served)])
    }
    const tenant = await request(app.getHttpServer()).post(`/tenants/${mock.tokens.issue()}`)
    expect(tenant.body).toMatchObject(served)
    expect(await tcp()).toMatchObject(served)
    expect(await ws()).toMatchObject({ event: 'coolness', data: served })
    expect(mock.log.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
    expect(new Set(mock.log.map(({ credential }) => credential)).size).toBe(3)
  })

  it('sends nothing after its budget is spent, and tells its callers when to try again', async () => {
    const limit = { requests: 1, windowMs: 3_600_000 }
    const { app, mock } = await start({ limit }, { limit })
    await request(app.getHttpServer()).get('/promise').expect(200)
    for (const path of ['promise', 'observable', 'axios', 'scoped']) {
      const { status, headers, body } = await request(app.getHttpServer()).get(`/${path}`)
      expect([path, status]).toEqual([path, 429])
      expect(headers['content-type']).toContain('application/problem+json')
      expect(Number(headers['retry-after'])).toBeGreaterThan(2900)
      expect(body).toEqual({ type: 'about:blank', title: 'Too many requests for now.', status: 429 })
    }
    expect(mock.log).toHaveLength(1)
  })

  it('never tells a caller that its own token is rejected, in any context', async () => {
    const { app, mock, token, tcp, ws } = await start()
    mock.tokens.revoke(token)
    const refused = { message: 'A service that is needed is not available for now.', statusCode: 503 }
    for (const path of ['promise', 'observable', 'axios', 'scoped']) {
      const { status, text } = await request(app.getHttpServer()).get(`/${path}`)
      expect([path, status]).toEqual([path, 503])
      expect(text).not.toMatch(/token|bando|401/i)
    }
    expect(await tcp()).toMatchObject(refused)
    expect(await ws()).toMatchObject({ event: 'exception', data: refused })
    expect(mock.log.map(({ status }) => status)).toEqual([401])
  })

  it('answers 502 for a status that BandoHttpService rejects with', async () => {
    const { app } = await start()
    const { status, body } = await request(app.getHttpServer()).get('/missing')
    expect([status, body]).toEqual([502, expect.objectContaining({ status: 502 })])
  })
})
