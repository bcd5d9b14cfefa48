import { memoryStore } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import { Controller, Get, Inject } from '@nestjs/common'
import { HealthCheckService, TerminusModule } from '@nestjs/terminus'
import { Test } from '@nestjs/testing'
import request from 'supertest'
import { expect, it, onTestFinished } from 'vitest'
import { BandoHealthIndicator, BandoModule, BandoService } from '../src/index.ts'
import { startMock } from './setUp.ts'

@Controller('health')
class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(BandoHealthIndicator) private readonly bando: BandoHealthIndicator,
  ) {}

  @Get()
  check(): unknown {
    return this.health.check([() => this.bando.isHealthy('bando')])
  }
}

it('tells terminus the state, the time of the rejection and the last error, without a request', async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 29, 12))
  const { mock, url, token } = await startMock()
  const moduleRef = await Test.createTestingModule({
    imports: [BandoModule.forRoot({ baseUrl: url, token, store: memoryStore(), clock }), TerminusModule],
    controllers: [HealthController],
  }).compile()
  const app = moduleRef.createNestApplication({ logger: false })
  await app.init()
  onTestFinished(() => app.close())
  const bando = app.get(BandoService)
  const check = async (): Promise<[number, unknown]> => {
    const { status, body } = await request(app.getHttpServer()).get('/health')
    return [status, (body as { details: { bando: unknown } }).details.bando]
  }
  const start = '2026-11-29T12:00:00.000Z'
  expect(await check()).toEqual([
    200,
    { status: 'up', auth: 'unverified', since: start, remaining: 100, waiting: 0 },
  ])
  expect(mock.log).toHaveLength(0)

  await clock.advance(1000)
  mock.tokens.revoke(token)
  await expect(bando.get('/coolness')).rejects.toMatchObject({ code: 'rejected' })
  await clock.advance(5000)
  const [status, rejected] = await check()
  expect(status).toBe(503)
  expect(rejected).toMatchObject({
    status: 'down',
    auth: 'rejected',
    since: '2026-11-29T12:00:01.000Z',
    until: '2026-11-29T12:01:01.000Z',
    lastError: { code: 'rejected', status: 401, at: '2026-11-29T12:00:01.000Z' },
  })
  expect(JSON.stringify(rejected)).not.toContain(token)

  bando.setToken(mock.tokens.issue())
  await bando.get('/coolness')
  expect(await check()).toMatchObject([
    200,
    { status: 'up', auth: 'verified', since: '2026-11-29T12:00:06.000Z' },
  ])
  expect(mock.log).toHaveLength(2)
})
