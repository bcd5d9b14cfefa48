import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { memoryStore } from '@bando/core'
import type { TestingModule } from '@nestjs/testing'
import { onTestFinished } from 'vitest'
import type { BandoModuleOptions } from '../src/index.ts'
import { BandoHttpService, BandoModule, BandoService } from '../src/index.ts'
import { compile } from './setUp.ts'

export const token = 'bando_s3cret'

/** A server whose responses are written by hand, and the client of a module. */
export async function startRaw(options: BandoModuleOptions = {}): Promise<{
  moduleRef: TestingModule
  bando: BandoService
  http: BandoHttpService
  next: () => Promise<ServerResponse>
}> {
  const waiting: ((response: ServerResponse) => void)[] = []
  const arrived: ServerResponse[] = []
  const server = createServer((_, response) => {
    const take = waiting.shift()
    if (take) take(response)
    else arrived.push(response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const moduleRef = await compile(
    BandoModule.forRoot({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      token,
      store: memoryStore(),
      retry: { attempts: 1 },
      ...options,
    }),
  )
  const next = (): Promise<ServerResponse> =>
    new Promise((resolve) => {
      const response = arrived.shift()
      if (response) resolve(response)
      else waiting.push(resolve)
    })
  return { moduleRef, bando: moduleRef.get(BandoService), http: moduleRef.get(BandoHttpService), next }
}

export const begin = (response: ServerResponse, headers: Record<string, string> = {}): void => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', ...headers })
  response.write('first')
}
