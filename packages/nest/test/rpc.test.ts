import { BandoRejectedError } from '@bando/core'
import type { DynamicModule, Provider } from '@nestjs/common'
import { Controller, Get, Inject, Logger } from '@nestjs/common'
import { APP_FILTER, NestFactory } from '@nestjs/core'
import type { ClientProxy, MicroserviceOptions } from '@nestjs/microservices'
import {
  ClientProxyFactory,
  EventPattern,
  MessagePattern,
  RpcException,
  Transport,
} from '@nestjs/microservices'
import type { Observable } from 'rxjs'
import { lastValueFrom, throwError } from 'rxjs'
import { expect, it, onTestFinished, vi } from 'vitest'
import { BandoExceptionFilter, BandoHttpService, BandoModule, BandoService } from '../src/index.ts'
import { freePort, startMock } from './setUp.ts'

const heardEvent = vi.fn()

@Controller()
class PriceController {
  constructor(
    @Inject(BandoService) private readonly bando: BandoService,
    @Inject(BandoHttpService) private readonly http: BandoHttpService,
  ) {}

  @MessagePattern('promise')
  async promise(): Promise<unknown> {
    return (await this.bando.get('/coolness')).data
  }

  @MessagePattern('observable')
  observable(): Observable<unknown> {
    return this.bando.rx.get('/coolness')
  }

  @MessagePattern('axios')
  axios(): Observable<unknown> {
    return this.http.get('/coolness')
  }

  @EventPattern('event')
  async event(_data: unknown): Promise<void> {
    await this.bando.get('/coolness').finally(heardEvent)
  }

  @MessagePattern('retryAt')
  retryAt(): Observable<unknown> {
    const details = { sent: false, retryable: true, attempts: 0, retryAt: Date.now() + 60_000 }
    return throwError(() => new BandoRejectedError('bando_s3cret was rejected', details))
  }

  @MessagePattern('theirs')
  theirs(): never {
    throw new RpcException('theirs')
  }

  @Get('coolness')
  async coolness(): Promise<unknown> {
    return (await this.bando.get('/coolness')).data
  }
}

const asAppFilter = { provide: APP_FILTER, useClass: BandoExceptionFilter }

async function rootModule(providers: readonly Provider[] = [asAppFilter]): Promise<DynamicModule> {
  const { url } = await startMock()
  class RootModule {}
  return {
    module: RootModule,
    imports: [BandoModule.forRoot({ baseUrl: url, token: 'bando_revoked' })],
    controllers: [PriceController],
    providers: [...providers],
  }
}

function clientOf(port: number): ClientProxy {
  const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } })
  onTestFinished(() => client.close())
  return client
}

const failure = (client: ClientProxy, pattern: string): Promise<unknown> =>
  lastValueFrom(client.send(pattern, {})).catch((error: unknown) => error)

const refused = {
  status: 'error',
  message: 'A service that is needed is not available for now.',
  statusCode: 503,
}

it('a microservice answers a refused call with an exception that reveals nothing of the account', async () => {
  vi.spyOn(Logger.prototype, 'error').mockImplementation(() => {})
  const port = await freePort()
  const options = { host: '127.0.0.1', port }
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(await rootModule(), {
    transport: Transport.TCP,
    options,
    logger: false,
  })
  onTestFinished(() => app.close())
  await app.listen()
  const client = clientOf(port)
  const retryAfterMs = expect.any(Number)
  expect(await failure(client, 'promise')).toEqual({ ...refused, retryAfterMs })
  expect(await failure(client, 'observable')).toEqual({ ...refused, retryAfterMs })
  expect(await failure(client, 'axios')).toEqual({ ...refused, retryAfterMs })
  expect(await failure(client, 'retryAt')).toEqual({ ...refused, retryAfterMs })
  expect(await failure(client, 'theirs')).toEqual({ status: 'error', message: 'theirs' })
  await lastValueFrom(client.emit('event', {}), { defaultValue: undefined })
  await expect.poll(() => heardEvent.mock.calls.length).toBe(1)
  expect(await failure(client, 'promise')).toEqual({ ...refused, retryAfterMs })
})

it('a microservice takes the filter without an adapter', async () => {
  const port = await freePort()
  const options = { host: '127.0.0.1', port }
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(await rootModule([]), {
    transport: Transport.TCP,
    options,
    logger: false,
  })
  app.useGlobalFilters(new BandoExceptionFilter())
  onTestFinished(() => app.close())
  await app.listen()
  for (const pattern of ['promise', 'observable', 'axios'])
    expect(await failure(clientOf(port), pattern)).toMatchObject(refused)
})

it('a hybrid application that inherits the filter answers HTTP and TCP in their own forms', async () => {
  const port = await freePort()
  const app = await NestFactory.create(await rootModule(), { logger: false })
  onTestFinished(() => app.close())
  app.connectMicroservice<MicroserviceOptions>(
    { transport: Transport.TCP, options: { host: '127.0.0.1', port } },
    { inheritAppConfig: true },
  )
  await app.startAllMicroservices()
  await app.listen(0, '127.0.0.1')
  expect(await failure(clientOf(port), 'observable')).toMatchObject(refused)
  const response = await fetch(`${await app.getUrl()}/coolness`)
  expect(response.status).toBe(503)
  expect(response.headers.get('content-type')).toContain('application/problem+json')
})
