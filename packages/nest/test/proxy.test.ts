import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Mock } from '@bando/mock'
import type { CanActivate, DynamicModule, ExecutionContext, INestApplication } from '@nestjs/common'
import { Inject, Injectable, Scope, UnauthorizedException, VersioningType } from '@nestjs/common'
import { REQUEST } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { Test } from '@nestjs/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { BandoProxyOptions } from '../src/index.ts'
import { BandoModule, BandoProxyModule, BandoService } from '../src/index.ts'
import { startMock, until } from './setUp.ts'

/** Lets in a caller that says a name, and leaves the name on the request. */
class NamedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ headers: Record<string, string>; user?: string }>()
    const user = request.headers['x-user']
    if (user === undefined) throw new UnauthorizedException()
    request.user = user
    return true
  }
}

/** Nest makes a controller of such a guard anew for each request. */
@Injectable({ scope: Scope.REQUEST })
class GuardOfRequest extends NamedGuard {
  constructor(@Inject(REQUEST) readonly request: object) {
    super()
  }
}

const adapters = [
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
] as const

describe.each(adapters)('under %s', (name, adapter) => {
  async function start(
    proxy: DynamicModule = BandoProxyModule.forRoot({
      path: 'bando',
      allow: ['GET /coolness', 'GET /items/:id/', 'POST /items/'],
    }),
    prepare: (app: INestApplication) => void = () => {},
  ): Promise<{ mock: Mock; url: string; token: string; port: number; bando: BandoService }> {
    const {
      mock,
      url: baseUrl,
      token,
    } = await startMock({
      routes: { 'POST /items/': async (request) => new Response(await request.text()) },
    })
    const module = await Test.createTestingModule({
      imports: [BandoModule.forRoot({ token, baseUrl, isGlobal: true, maxWaitMs: Infinity }), proxy],
    }).compile()
    const app = module.createNestApplication(adapter(), { rawBody: true, logger: false })
    prepare(app)
    await app.listen(0, '127.0.0.1')
    onTestFinished(() => app.close())
    const { port } = app.getHttpServer().address() as AddressInfo
    return { mock, url: `http://127.0.0.1:${port}`, token, port, bando: app.get(BandoService) }
  }

  it('passes allowed requests on, sends headers of the budget, and never reveals the token', async () => {
    const { url, mock, token } = await start()
    const response = await fetch(`${url}/bando/coolness?n=1`, {
      headers: { cookie: 'a=b', authorization: 'Bearer x' },
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ coolness: expect.any(Number) })
    expect(response.headers.get('ratelimit')).toMatch(/^"user";r=99;t=\d+$/)
    expect(JSON.stringify([...response.headers])).not.toContain(token)
    expect(mock.log.map(({ path, verdict }) => [path, verdict])).toEqual([['/coolness', 'served']])
  })

  it.each([
    ['/bando/secret', 'GET'],
    ['/bando/coolness', 'DELETE'],
    ['/bando', 'GET'],
    ['/bando/', 'GET'],
    ['/bando/items/%2e%2e%2fcoolness/', 'GET'],
    ['/bando/items/a%2fb/', 'GET'],
    ['/bando//coolness', 'GET'],
    ['/%62ando/coolness', 'GET'],
    ['/BANDO/coolness', 'GET'],
    ['/other/bando/coolness', 'GET'],
  ])('sends nothing for %s by %s', async (path, method) => {
    const { port, mock } = await start()
    const socket = connect(port, '127.0.0.1')
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
    let text = ''
    for await (const chunk of socket) text += String(chunk)
    expect(text).toMatch(/^HTTP\/1\.1 40[04]/)
    expect(mock.log).toEqual([])
  })

  it('follows the global prefix and the version of the application', async () => {
    const proxy = BandoProxyModule.forRoot({ path: 'bando', version: '2', allow: ['GET /coolness'] })
    const { url, mock } = await start(proxy, (app) => {
      app.setGlobalPrefix('bando/api')
      app.enableVersioning({ type: VersioningType.URI })
    })
    expect((await fetch(`${url}/bando/api/v2/bando/coolness`)).status).toBe(200)
    expect((await fetch(`${url}/bando/coolness`)).status).toBe(404)
    expect(mock.log.length).toBe(1)
  })

  it.each([NamedGuard, GuardOfRequest])('runs its guards, which name the user: %o', async (guard) => {
    const proxy = BandoProxyModule.forRootAsync({
      path: 'bando',
      guards: [guard],
      useFactory: () => ({
        allow: ['GET /coolness'],
        userOf: ({ user }) => user,
        perUser: { limit: { requests: 1, windowMs: 3_600_000 } },
      }),
    })
    const { url, mock } = await start(proxy)
    const ask = async (user?: string): Promise<number> => {
      const response = await fetch(
        `${url}/bando/coolness`,
        user === undefined ? {} : { headers: { 'x-user': user } },
      )
      await response.arrayBuffer()
      return response.status
    }
    const statuses: number[] = []
    for (const user of [undefined, 'ann', 'ann', 'bob']) statuses.push(await ask(user))
    expect(statuses).toEqual([401, 200, 429, 200])
    expect(mock.log.length).toBe(2)
  })

  it.each([
    ['JSON, byte by byte', 'application/json', '{ "amount": 12345678901234567890 }'],
    ['text without a parser', 'application/x-unknown', 'as it is'],
  ])('passes on a body of %s', async (_, type, body) => {
    if (name === 'Fastify' && type !== 'application/json') return
    const { url } = await start(BandoProxyModule.forRoot({ path: 'bando', allow: ['POST /items/'] }))
    const init = { method: 'POST', headers: { 'content-type': type }, body }
    expect(await (await fetch(`${url}/bando/items/`, init)).text()).toBe(body)
  })

  it('refuses invalid options when the application starts', async () => {
    await expect(start(BandoProxyModule.forRoot({ path: 'bando', allow: [] }))).rejects.toThrow(
      /allow: needs a list/,
    )
  })

  it('refuses options that are made for each request when the application starts', async () => {
    const useFactory = (): BandoProxyOptions => ({ allow: ['GET /coolness'] })
    const proxy = BandoProxyModule.forRootAsync({ path: 'bando', inject: [REQUEST], useFactory })
    await expect(start(proxy)).rejects.toThrow(/BandoProxyModule are request-scoped.*userOf/)
  })

  it('removes a call from the queue when its page closes the connection', async () => {
    const { url, port, bando, mock } = await start()
    expect((await fetch(`${url}/bando/coolness`)).status).toBe(200)
    mock.configure({ limit: { requests: 1, windowMs: 3_600_000 } })
    await (await fetch(`${url}/bando/coolness?n=1`)).arrayBuffer()
    const socket = connect(port, '127.0.0.1')
    socket.write('GET /bando/coolness?n=2 HTTP/1.1\r\nHost: a\r\n\r\n')
    await until(bando, ({ queue }) => queue.waiting === 1)
    socket.destroy()
    await until(bando, ({ queue }) => queue.waiting === 0)
  })
})
