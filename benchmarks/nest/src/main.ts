import 'reflect-metadata'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { fileURLToPath } from 'node:url'
import { memoryStore } from '@bando/core'
import { BandoHttpService, BandoModule, BandoService } from '@bando/nest'
import { HttpModule, HttpService } from '@nestjs/axios'
import { NestFactory } from '@nestjs/core'
import { lastValueFrom } from 'rxjs'

const rounds = 40
const requestsPerRound = 200
const sizes = [0, 10_000]

interface Cost {
  readonly wall: number[]
  readonly cpu: number[]
}

/**
 * Measures each candidate in µs a request: elapsed time and CPU time of this process. Rounds take
 * turns.
 */
async function measure(url: string): Promise<Map<string, Cost>> {
  const http = HttpModule.register({ httpAgent: new Agent({ keepAlive: true }), baseURL: url })
  const limit = { requests: 1_000_000, windowMs: 1000 }
  const bandoModule = BandoModule.forRoot({
    baseUrl: url,
    token: 'bando_benchmark',
    limit,
    store: memoryStore(),
    imports: [http],
  })
  const app = await NestFactory.createApplicationContext(bandoModule, { logger: false, abortOnError: false })
  const bare = app.get(HttpService, { strict: false })
  const bando = app.get(BandoService)
  const bandoHttp = app.get(BandoHttpService)
  const candidates = new Map<string, () => Promise<unknown>>([
    ['HttpService', () => lastValueFrom(bare.get('/coolness'))],
    ['BandoService', () => bando.get('/coolness')],
    ['BandoService.rx', () => lastValueFrom(bando.rx.get('/coolness'))],
    ['BandoHttpService', () => lastValueFrom(bandoHttp.get('/coolness'))],
  ])
  const costs = new Map<string, Cost>()
  for (let round = -5; round < rounds; round += 1) {
    for (const [name, ask] of candidates) {
      const cpuBefore = process.cpuUsage()
      const before = performance.now()
      for (let request = 0; request < requestsPerRound; request += 1) await ask()
      const wall = ((performance.now() - before) * 1000) / requestsPerRound
      const { user, system } = process.cpuUsage(cpuBefore)
      // The first rounds only warm up.
      if (round < 0) continue
      const cost = costs.get(name) ?? { wall: [], cpu: [] }
      cost.wall.push(wall)
      cost.cpu.push((user + system) / requestsPerRound)
      costs.set(name, cost)
    }
  }
  await app.close()
  return costs
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

for (const size of sizes) {
  const server = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [String(size)])
  const [url] = (await once(server, 'message')) as [string]
  const costs = await measure(url)
  server.disconnect()
  const base = costs.get('HttpService')
  console.log(
    `\nA body of ${size} bytes; medians of ${rounds} rounds of ${requestsPerRound} requests, one after another`,
  )
  console.table(
    Object.fromEntries(
      Array.from(costs, ([name, { wall, cpu }]) => [
        name,
        {
          µs: Math.round(median(wall)),
          'of HttpService': (median(wall) / median(base?.wall ?? [])).toFixed(2),
          'µs of CPU': Math.round(median(cpu)),
          'of its CPU': (median(cpu) / median(base?.cpu ?? [])).toFixed(2),
        },
      ]),
    ),
  )
}
