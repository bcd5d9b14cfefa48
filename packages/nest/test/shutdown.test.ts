import { memoryStore } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import type { INestApplication } from '@nestjs/common'
import { Controller, Get, Inject } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import { Test } from '@nestjs/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { BandoModuleOptions } from '../src/index.ts'
import { BandoExceptionFilter, BandoModule, BandoService } from '../src/index.ts'
import { startMock, until } from './setUp.ts'

const limit = { requests: 1, windowMs: 3_600_000 }
const ids = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 2)

@Controller()
class CoolnessController {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  @Get('coolness')
  async coolness(): Promise<unknown> {
    return (await this.bando.get('/coolness', { query: { of: 'caller' } })).data
  }
}

interface Started {
  readonly app: INestApplication
  readonly bando: BandoService
  readonly clock: ManualClock
}

async function start(
  options: BandoModuleOptions,
  mockOptions: object = { limit, headers: 'none' },
): Promise<Started> {
  const { url, token } = await startMock(mockOptions)
  const clock = new ManualClock(Date.now())
  const shared = { baseUrl: url, token, clock, store: memoryStore(), maxWaitMs: Infinity }
  const moduleRef = await Test.createTestingModule({
    imports: [BandoModule.forRoot({ limit, ...shared, ...options })],
    controllers: [CoolnessController],
    providers: [{ provide: APP_FILTER, useClass: BandoExceptionFilter }],
  }).compile()
  const app = moduleRef.createNestApplication({ logger: false })
  await app.listen(0, '127.0.0.1')
  onTestFinished(() => app.close())
  return { app, bando: app.get(BandoService), clock }
}

/** Makes calls that wait, and notes what each hears. */
async function fill(bando: BandoService, count: number): Promise<unknown[]> {
  const heard: unknown[] = []
  for (const id of ids(count)) {
    bando.get('/coolness', { query: { id } }).then(
      ({ status }) => heard.push(status),
      ({ code }: { code: string }) => heard.push(code),
    )
  }
  await until(bando, ({ queue }) => queue.waiting === count)
  return heard
}

describe('at shutdown', () => {
  it('refuses a queue that would take too long at once, and each caller once', async () => {
    const { app, bando } = await start({})
    await bando.get('/coolness')
    const heard = await fill(bando, 100)
    await app.close()
    expect(heard).toEqual(ids(100).map(() => 'closed'))
    await expect(bando.get('/coolness')).rejects.toMatchObject({ code: 'closed' })
  })

  it('drains a queue that needs less than shutdownTimeoutMs', async () => {
    const short = { requests: 1, windowMs: 1000 }
    const { app, bando, clock } = await start(
      { limit: short, shutdownTimeoutMs: 5000 },
      { limit: { requests: 100, windowMs: 1000 }, headers: 'none' },
    )
    await bando.get('/coolness')
    const heard = await fill(bando, 2)
    const closed = app.close()
    for (const served of [1, 2]) {
      await clock.advance((bando.state.queue.nextAt ?? 0) - clock.epoch())
      await expect.poll(() => heard.length).toBe(served)
    }
    await closed
    expect(heard).toEqual([200, 200])
  })

  it('refuses calls that are in flight after shutdownTimeoutMs', async () => {
    const { app, bando, clock } = await start(
      { shutdownTimeoutMs: 1000, timeoutMs: 60_000 },
      { faults: [{ delayMs: 3_600_000 }] },
    )
    const call = bando.get('/coolness').catch(({ code }: { code: string }) => code)
    await until(bando, (state) => state.limit.inFlight === 1)
    const closed = app.close()
    await clock.advance(999)
    expect(bando.calls.pending).toBe(1)
    await clock.advance(1)
    await closed
    expect(await call).toBe('closed')
  })

  it('refuses all calls at once with a shutdownTimeoutMs of 0', async () => {
    const { app, bando } = await start({ shutdownTimeoutMs: 0 }, { faults: [{ delayMs: 3_600_000 }] })
    const call = bando.get('/coolness').catch(({ code }: { code: string }) => code)
    await until(bando, (state) => state.limit.inFlight === 1)
    await app.close()
    expect(await call).toBe('closed')
  })

  it("Nest's own callers who wait hear it, so that its server can close", async () => {
    const { app, bando } = await start({})
    await bando.get('/coolness')
    const asked = fetch(`${await app.getUrl()}/coolness`)
    await until(bando, ({ queue }) => queue.waiting === 1)
    await app.close()
    expect((await asked).status).toBe(503)
  })
})

it('keeps the budget when an application is reloaded in one process', async () => {
  const { mock, url, token } = await startMock({ limit })
  for (const expected of [200, 'limit']) {
    const moduleRef = await Test.createTestingModule({
      imports: [BandoModule.forRoot({ baseUrl: url, token, limit, maxWaitMs: 0 })],
    }).compile()
    const call = moduleRef.get(BandoService).get('/coolness')
    expect(
      await call.then(
        ({ status }) => status,
        ({ code }: { code: string }) => code,
      ),
    ).toBe(expected)
    await moduleRef.close()
  }
  expect(mock.log).toHaveLength(1)
})
