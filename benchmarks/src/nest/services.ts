import 'reflect-metadata'
import { Agent } from 'node:http'
import { memoryStore } from '@bando/core'
import { BandoHttpService, BandoModule, BandoService } from '@bando/nest'
import { HttpModule, HttpService } from '@nestjs/axios'
import { NestFactory } from './nestFactory.ts'
import { lastValueFrom } from 'rxjs'
import type { Send } from '../process/load.ts'
import type { ServiceName } from './serviceNames.ts'

/** Starts an application, and returns how its code gets `/coolness` through a service. */
export async function start(service: ServiceName, url: string, inFlight: number): Promise<Send> {
  const token = 'bando_benchmark'
  const http = HttpModule.register({
    httpAgent: new Agent({ keepAlive: true }),
    baseURL: url,
    headers: { authorization: `Bearer ${token}` },
  })
  const bandoModule = BandoModule.forRoot({
    baseUrl: url,
    token,
    limit: { requests: 100_000_000, windowMs: 3_600_000 },
    maxInFlight: inFlight,
    store: memoryStore(),
    imports: [http],
  })
  const options = { logger: false, abortOnError: false } as const
  const app = await NestFactory.createApplicationContext(bandoModule, options)
  const path = (index: number): string => `/coolness?index=${index}`
  switch (service) {
    case 'HttpService': {
      const bare = app.get(HttpService, { strict: false })
      return (index) => lastValueFrom(bare.get(path(index)))
    }
    case 'BandoService': {
      const bando = app.get(BandoService)
      return (index) => bando.get(path(index))
    }
    case 'bando.rx': {
      const { rx } = app.get(BandoService)
      return (index) => lastValueFrom(rx.get(path(index)))
    }
    case 'BandoHttpService': {
      const bando = app.get(BandoHttpService)
      return (index) => lastValueFrom(bando.get(path(index)))
    }
  }
}
