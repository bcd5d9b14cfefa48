import type { MessageEvent } from '@nestjs/common'
import { Controller, Inject, Sse } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { Test } from '@nestjs/testing'
import type { Observable } from 'rxjs'
import { concat, map, of } from 'rxjs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BandoExceptionFilter, BandoModule, BandoService } from '../src/index.ts'
import { startMock } from './setUp.ts'

@Controller()
class PriceController {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  @Sse('refused')
  refused(): Observable<MessageEvent> {
    return this.bando.rx.get('/coolness').pipe(map(({ data }) => ({ data: data as object })))
  }

  @Sse('later')
  later(): Observable<MessageEvent> {
    return concat(of({ data: 'first' }), this.refused())
  }
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('server-sent events under %s', (_, adapter) => {
  async function start(): Promise<string> {
    const { url } = await startMock()
    const moduleRef = await Test.createTestingModule({
      imports: [BandoModule.forRoot({ baseUrl: url, token: 'bando_revoked' })],
      controllers: [PriceController],
      providers: [{ provide: APP_FILTER, useClass: BandoExceptionFilter }],
    }).compile()
    const app = moduleRef.createNestApplication(adapter(), { logger: false })
    await app.listen(0, '127.0.0.1')
    onTestFinished(() => app.close())
    return app.getUrl()
  }

  it.each(['refused', 'later'])('reveal nothing of the account: %s', async (path) => {
    const response = await fetch(`${await start()}/${path}`)
    const text = await response.text()
    // Nest sends the head soon, and asks no filter from then on.
    expect(text).toMatch(response.status === 200 ? 'event: error' : '"status":503')
    expect(text).not.toMatch(/coolness|401|token|rejected/)
  })
})
