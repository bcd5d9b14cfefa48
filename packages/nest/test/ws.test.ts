import { once } from 'node:events'
import type { INestApplication } from '@nestjs/common'
import { Inject, UseFilters } from '@nestjs/common'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { WsAdapter } from '@nestjs/platform-ws'
import { Test } from '@nestjs/testing'
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import type { Observable } from 'rxjs'
import { io } from 'socket.io-client'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { BandoExceptionFilter, BandoHttpService, BandoModule, BandoService } from '../src/index.ts'
import { startMock } from './setUp.ts'

// Nest applies no global filter to gateways.
@UseFilters(BandoExceptionFilter)
@WebSocketGateway()
class PriceGateway {
  constructor(
    @Inject(BandoService) private readonly bando: BandoService,
    @Inject(BandoHttpService) private readonly http: BandoHttpService,
  ) {}

  @SubscribeMessage('promise')
  async promise(): Promise<unknown> {
    return (await this.bando.get('/coolness')).data
  }

  @SubscribeMessage('observable')
  observable(): Observable<unknown> {
    return this.bando.rx.get('/coolness')
  }

  @SubscribeMessage('axios')
  axios(): Observable<unknown> {
    return this.http.get('/coolness')
  }
}

type Adapter = typeof IoAdapter | typeof WsAdapter

async function start(adapter: Adapter): Promise<string> {
  const { url } = await startMock()
  const moduleRef = await Test.createTestingModule({
    imports: [BandoModule.forRoot({ baseUrl: url, token: 'bando_revoked' })],
    providers: [PriceGateway],
  }).compile()
  const app: INestApplication = moduleRef.createNestApplication({ logger: false })
  app.useWebSocketAdapter(new adapter(app))
  await app.listen(0, '127.0.0.1')
  onTestFinished(() => app.close())
  return app.getUrl()
}

const refused = {
  status: 'error',
  message: 'A service that is needed is not available for now.',
  statusCode: 503,
  retryAfterMs: expect.any(Number),
}
const events = ['promise', 'observable', 'axios']

it.each(events)('Socket.IO callers get an exception for a refused call: %s', async (event) => {
  const socket = io(await start(IoAdapter), { transports: ['websocket'] })
  onTestFinished(() => void socket.close())
  const heard = new Promise((resolve) => {
    socket.on('exception', resolve)
  })
  socket.emit(event, {})
  expect(await heard).toEqual(refused)
})

it.each(events)('callers over plain WebSockets get an exception for a refused call: %s', async (event) => {
  const socket = new WebSocket((await start(WsAdapter)).replace('http', 'ws'))
  onTestFinished(() => socket.close())
  await once(socket, 'open')
  socket.send(JSON.stringify({ event, data: {} }))
  const [message] = (await once(socket, 'message')) as [Buffer]
  expect(JSON.parse(message.toString())).toEqual({ event: 'exception', data: refused })
})
