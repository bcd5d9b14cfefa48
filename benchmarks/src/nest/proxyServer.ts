import 'reflect-metadata'
import { Agent } from 'node:http'
import { memoryStore } from '@bando/core'
import { BandoModule, BandoProxyModule } from '@bando/nest'
import { HttpModule, HttpService } from '@nestjs/axios'
import type { DynamicModule } from '@nestjs/common'
import { Controller, Get, Query } from '@nestjs/common'
import { NestFactory } from './nestFactory.ts'
import { lastValueFrom } from 'rxjs'
import type { ProxyName } from './proxyNames.ts'

/**
 * Passes a request on, as an application does by hand. It is decorated below, since Node runs this
 * file without a compiler.
 */
class ForwardController {
  readonly #http: HttpService

  constructor(http: HttpService) {
    this.#http = http
  }

  async coolness(query: object): Promise<unknown> {
    return (await lastValueFrom(this.#http.get('/coolness', { params: query }))).data
  }
}
Reflect.defineMetadata('design:paramtypes', [HttpService], ForwardController)
Query()(ForwardController.prototype, 'coolness', 0)
Get('coolness')(
  ForwardController.prototype,
  'coolness',
  Object.getOwnPropertyDescriptor(ForwardController.prototype, 'coolness') ?? {},
)
Controller('api')(ForwardController)

// oxlint-disable-next-line typescript/no-extraneous-class -- a module of Nest is a class
class ProxyApplication {}

/** An application whose `/api/coolness` is the API's `/coolness`. */
function application(proxy: ProxyName, baseUrl: string): DynamicModule {
  const httpAgent = new Agent({ keepAlive: true })
  const http = HttpModule.register({
    httpAgent,
    baseURL: baseUrl,
    headers: { authorization: 'Bearer bando_benchmark' },
  })
  if (proxy === 'HttpService in a controller') {
    return { module: ProxyApplication, imports: [http], controllers: [ForwardController] }
  }
  const bando = BandoModule.forRoot({
    baseUrl,
    token: 'bando_benchmark',
    limit: { requests: 100_000_000, windowMs: 3_600_000 },
    maxInFlight: 50,
    store: memoryStore(),
    isGlobal: true,
    imports: [HttpModule.register({ httpAgent })],
  })
  const pages = BandoProxyModule.forRoot({ path: 'api', allow: ['GET /coolness'] })
  return { module: ProxyApplication, imports: [bando, pages] }
}

const [proxy, baseUrl = ''] = process.argv.slice(2)
const options = { logger: false, abortOnError: false, rawBody: true } as const
const app = await NestFactory.create(application(proxy as ProxyName, baseUrl), options)
await app.listen(0, '127.0.0.1')
process.send?.(`${await app.getUrl()}/api`)
process.once('disconnect', () => process.exit())
