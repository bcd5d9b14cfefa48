import {
  BandoConfigError,
  BandoHttpError,
  BandoLimitError,
  BandoLockedError,
  BandoNetworkError,
  BandoTimeoutError,
  BandoTokenError,
  memoryStore,
} from '@bando/core'
import type { ArgumentsHost, ExceptionFilter, HttpServer, INestApplication, Type } from '@nestjs/common'
import {
  Catch,
  Controller,
  Get,
  Inject,
  NotFoundException,
  Param,
  Query,
  Res,
  UseFilters,
} from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { Test } from '@nestjs/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { BandoModuleOptions } from '../src/index.ts'
import { BandoExceptionFilter, BandoModule, BandoService } from '../src/index.ts'
import { startMock } from './setUp.ts'

const details = { sent: false, retryable: true, attempts: 0 }
const answer = { body: undefined, headers: new Headers(), problem: undefined }
const past = { ...details, retryAt: 1 }

const failures: Record<string, Error> = {
  limit: new BandoLimitError('bando_s3cret', past),
  limitUntilAnswered: new BandoLimitError('bando_s3cret', details),
  locked: new BandoLockedError('bando_s3cret', { ...past, reason: 'bando_s3cret', status: 403 }),
  token: new BandoTokenError('bando_s3cret', details),
  timeout: new BandoTimeoutError('bando_s3cret', { ...details, timeLimit: 'timeoutMs' }),
  network: new BandoNetworkError('bando_s3cret', details),
  http: new BandoHttpError('bando_s3cret', { ...details, ...answer, status: 404 }),
  outage: new BandoHttpError('bando_s3cret', { ...details, ...answer, status: 500 }),
  config: new BandoConfigError('bando_s3cret'),
  // As another copy of the core would make it.
  copy: Object.assign(new Error('bando_s3cret'), { code: 'limit', [Symbol.for('@bando/core/error')]: true }),
  theirs: new NotFoundException(),
}

@Controller()
class CoolnessController {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  @Get('coolness')
  async coolness(@Query('id') id: string): Promise<unknown> {
    return (await this.bando.get('/coolness', { query: { id } })).data
  }

  @Get('failures/:name')
  fail(@Param('name') name: string): never {
    throw failures[name]!
  }

  @Get('by-hand')
  @UseFilters(new BandoExceptionFilter())
  failByHand(): never {
    throw failures['locked']!
  }

  @Get('begun')
  begin(
    @Res() response: { write?: (chunk: string) => void; raw?: { write: (chunk: string) => void } },
  ): never {
    const raw = response.raw ?? (response as { write: (chunk: string) => void })
    raw.write('begun')
    throw failures['limit']!
  }
}

@Catch()
class TheirFilter implements ExceptionFilter {
  catch(_: unknown, host: ArgumentsHost): void {
    const response = host
      .switchToHttp()
      .getResponse<{ status: (code: number) => { send: (b: string) => void } }>()
    response.status(418).send('theirs')
  }
}

interface Setup {
  readonly options?: BandoModuleOptions
  readonly filters?: (app: INestApplication) => ExceptionFilter[]
  readonly provide?: Type
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
] as const)('under %s, BandoExceptionFilter', (_, adapter) => {
  async function start({ options = {}, filters, provide }: Setup = {}): Promise<string> {
    const moduleRef = await Test.createTestingModule({
      imports: [BandoModule.forRoot({ store: memoryStore(), ...options })],
      controllers: [CoolnessController],
      providers: provide ? [{ provide: APP_FILTER, useClass: provide }] : [],
    }).compile()
    const app: INestApplication = moduleRef.createNestApplication(adapter(), { logger: false })
    if (filters) app.useGlobalFilters(...filters(app))
    else if (!provide) app.useGlobalFilters(new BandoExceptionFilter(app.getHttpAdapter()))
    await app.listen(0, '127.0.0.1')
    onTestFinished(() => app.close())
    return app.getUrl()
  }

  it('turns a spent budget into a 429 with Retry-After', async () => {
    const limit = { requests: 2, windowMs: 3_600_000 }
    const { mock, url, token } = await startMock({ limit })
    const app = await start({ options: { baseUrl: url, token, limit, maxWaitMs: 0 } })
    const statuses: number[] = []
    for (const id of [1, 2]) statuses.push((await fetch(`${app}/coolness?id=${id}`)).status)
    const refused = await fetch(`${app}/coolness?id=3`)
    expect([...statuses, refused.status]).toEqual([200, 200, 429])
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(2900)
    expect(mock.log.map(({ status }) => status)).toEqual([200, 200])
  })

  it('never answers 401 for its own rejected token', async () => {
    const { url } = await startMock()
    const app = await start({ options: { baseUrl: url, token: 'bando_revoked' } })
    const refused = await fetch(`${app}/coolness`)
    expect(refused.status).toBe(503)
    expect(await refused.text()).not.toMatch(/token|bando/i)
  })

  it.each([
    ['limit', 429, '1'],
    ['limitUntilAnswered', 429, null],
    ['copy', 429, null],
    ['locked', 503, '1'],
    ['token', 503, null],
    ['timeout', 504, null],
    ['network', 502, null],
    ['http', 502, null],
    ['outage', 503, null],
    ['config', 500, null],
  ])(
    'answers %s with %i and Retry-After %s, and a problem that tells nothing',
    async (name, status, retryAfter) => {
      const response = await fetch(`${await start()}/failures/${name}`)
      expect(response.status).toBe(status)
      expect(response.headers.get('retry-after')).toBe(retryAfter)
      expect(response.headers.get('content-type')).toContain('application/problem+json')
      const text = await response.text()
      expect(JSON.parse(text)).toEqual({ type: 'about:blank', title: expect.any(String), status })
      expect(text).not.toMatch(/token|bando/i)
    },
  )

  it('leaves every other exception to other filters and to Nest', async () => {
    const alone = await start()
    expect((await fetch(`${alone}/failures/theirs`)).status).toBe(404)
    const beside = await start({
      filters: (app) => [new TheirFilter(), new BandoExceptionFilter(app.getHttpAdapter())],
    })
    expect((await fetch(`${beside}/failures/theirs`)).status).toBe(418)
    expect((await fetch(`${beside}/failures/limit`)).status).toBe(429)
  })

  it('works without an adapter', async () => {
    const app = await start({ filters: () => [new BandoExceptionFilter()] })
    const withoutFilters = await start({ filters: () => [] })
    for (const url of [`${app}/failures/locked`, `${withoutFilters}/by-hand`]) {
      const response = await fetch(url)
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
      expect(response.headers.get('content-type')).toContain('application/problem+json')
      expect(await response.json()).toEqual({ type: 'about:blank', title: expect.any(String), status: 503 })
    }
    const begun = await fetch(`${app}/begun`)
    expect([begun.status, await begun.text()]).toEqual([200, 'begun'])
  })

  it('can be provided as APP_FILTER', async () => {
    const app = await start({ provide: BandoExceptionFilter })
    expect((await fetch(`${app}/failures/limit`)).status).toBe(429)
  })

  it('ends a response that has begun', async () => {
    const response = await fetch(`${await start()}/begun`)
    expect([response.status, await response.text()]).toEqual([200, 'begun'])
  })
})

describe('BandoExceptionFilter', () => {
  const adapter = { isHeadersSent: () => true, end: vi.fn(), setHeader: vi.fn(), reply: vi.fn() }
  const filter = new BandoExceptionFilter(adapter as unknown as HttpServer)
  const error = new BandoLimitError('spent', details)

  it('adds no header or body to a response that has begun', () => {
    const host = { getType: () => 'http', getArgByIndex: () => 'response' } as unknown as ArgumentsHost
    filter.catch(error, host)
    expect(adapter.end.mock.calls).toEqual([['response']])
    expect(adapter.setHeader).not.toHaveBeenCalled()
    expect(adapter.reply).not.toHaveBeenCalled()
  })

  it('leaves unknown contexts to their own handlers', () => {
    const host = { getType: () => 'telegraf' } as unknown as ArgumentsHost
    expect(() => filter.catch(error, host)).toThrow(error)
  })
})
