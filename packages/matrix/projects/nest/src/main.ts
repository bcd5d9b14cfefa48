import 'reflect-metadata'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:net'
import { tokenFromEnv } from '@bando/core/node'
import { createMock } from '@bando/mock'
import { BandoExceptionFilter, BandoHttpService, BandoModule, BandoService, InjectBando } from '@bando/nest'
import type { INestApplication } from '@nestjs/common'
import { Controller, Get, Module } from '@nestjs/common'
import { APP_FILTER, NestFactory } from '@nestjs/core'
import type { MicroserviceOptions } from '@nestjs/microservices'
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices'
import type { Observable } from 'rxjs'
import { lastValueFrom, map } from 'rxjs'

const mock = createMock()
const token = mock.tokens.issue()
process.env['STREAMING_TOKEN'] = 'bando_streaming'
const api = mock.listen()

/** A response that ends only after its beginning has been read. */
let endStream = (): void => {}
const streaming = createHttpServer((_, response) => {
  response.write('first')
  endStream = () => response.end()
})

@Controller()
class CoolnessController {
  // Injected by type alone, as in applications.
  constructor(
    private readonly bando: BandoService,
    private readonly http: BandoHttpService,
    @InjectBando('streaming') private readonly streaming: BandoService,
  ) {}

  @Get('promise')
  async promise(): Promise<unknown> {
    return (await this.bando.get<{ coolness: number }>('/coolness')).data
  }

  @Get('axios')
  axios(): Observable<unknown> {
    return this.http.get<{ coolness: number }>('/coolness').pipe(map(({ data }) => data))
  }

  @Get('stream')
  async stream(): Promise<string> {
    const { data } = await this.streaming.get('/stream', { as: 'stream' })
    const reader = data.getReader()
    const { value } = await reader.read()
    endStream()
    await reader.read()
    return new TextDecoder().decode(value)
  }

  @MessagePattern('promise')
  message(): Promise<unknown> {
    return this.promise()
  }

  @MessagePattern('observable')
  observable(): Observable<unknown> {
    return this.bando.rx.get('/coolness')
  }
}

const imports = [
  BandoModule.forRootAsync({ useFactory: async () => ({ baseUrl: (await api).url, token }) }),
  BandoModule.forRootAsync({
    name: 'streaming',
    useFactory: () => ({ baseUrl: urlOf(streaming), token: tokenFromEnv('STREAMING_TOKEN') }),
  }),
]
const controllers = [CoolnessController]

@Module({ imports, controllers, providers: [{ provide: APP_FILTER, useClass: BandoExceptionFilter }] })
class AppModule {}

@Module({ imports, controllers })
class BareModule {}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function ask(app: INestApplication, path: string): Promise<object> {
  const response = await fetch(`${await app.getUrl()}/${path}`)
  const type = response.headers.get('content-type')?.split(';')[0]
  const text = await response.text()
  return { status: response.status, type, retryAfter: response.headers.has('retry-after'), text }
}

async function main(): Promise<void> {
  await once(streaming.listen(0, '127.0.0.1'), 'listening')
  const app = await NestFactory.create(AppModule)
  const options = { host: '127.0.0.1', port: await freePort() }
  app.connectMicroservice<MicroserviceOptions>(
    { transport: Transport.TCP, options },
    { inheritAppConfig: true },
  )
  await app.startAllMicroservices()
  await app.listen(0, '127.0.0.1')
  const bare = await NestFactory.create(BareModule)
  bare.useGlobalFilters(new BandoExceptionFilter())
  await bare.listen(0, '127.0.0.1')

  const served = {
    promise: await ask(app, 'promise'),
    axios: await ask(app, 'axios'),
    stream: await ask(app, 'stream'),
  }
  mock.tokens.revoke(token)
  const client = ClientProxyFactory.create({ transport: Transport.TCP, options })
  const send = (pattern: string): Promise<unknown> =>
    lastValueFrom(client.send(pattern, {})).catch((error: unknown) => error)
  const refused = {
    promise: await ask(app, 'promise'),
    axios: await ask(app, 'axios'),
    bare: await ask(bare, 'promise'),
    message: await send('promise'),
    observable: await send('observable'),
  }
  await client.close()
  await Promise.all([app.close(), bare.close()])
  await (await api).close()
  streaming.close()
  console.log(JSON.stringify({ served, refused }))
}

void main()
